import * as vscode from 'vscode';
import type { Format } from '../../delivery/handover/credentialFormats.ts';

/** The label of a `Format`, as in the picker of “Copy Credentials”. Failures have it as a plain string. */
export function formatLabel(format: string): string {
  const t = vscode.l10n.t;
  switch (format as Format) {
    case 'posix':
      return 'bash, zsh, sh';
    case 'fish':
      return 'fish';
    case 'powershell':
      return 'PowerShell';
    case 'cmd':
      return t('Command Prompt');
    case 'dotenv':
      return '.env';
    case 'process':
      return 'JSON';
    case 'credentialsFile':
      return t('Credentials file');
  }
}
