import * as vscode from 'vscode';
import type { ProxySettings } from '../credentials/sdk/proxy.ts';

/**
 * VS Code's own proxy settings. VS Code ignores them in the settings of a workspace (scope `machine` or `application`).
 */
export function proxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  const support = http.get<unknown>('proxySupport');
  const proxy = http.get<unknown>('proxy');
  const noProxy = http.get<unknown>('noProxy');
  return {
    replacesAgents: support === 'override' || support === 'fallback',
    proxy: typeof proxy === 'string' ? proxy : '',
    noProxy: Array.isArray(noProxy) ? noProxy.filter((each) => typeof each === 'string') : [],
    onlyWithoutAgent: support === 'on',
    asksSystem: vscode.env.remoteName === undefined || http.get('useLocalProxyConfiguration') === true,
  };
}
