/** The settings of VS Code that decide about proxies. */
export interface ProxySettings {
  /** Whether VS Code replaces the agents of requests with its own: `http.proxySupport` is `override` or `fallback`. */
  readonly replacesAgents: boolean;
  /** `http.proxy`; empty if it is not set. */
  readonly proxy: string;
  /** `http.noProxy`, which VS Code reads instead of `NO_PROXY` unless it is empty. */
  readonly noProxy: readonly string[];
  /** Whether VS Code gives `proxy` only to requests without an agent (`http.proxySupport` is `on`). */
  readonly onlyWithoutAgent?: boolean;
  /** Whether VS Code asks the system if no proxy is configured. On Linux, the system reads `ALL_PROXY`. */
  readonly asksSystem?: boolean;
}

/** A proxy is configured for a host but cannot be used. The value is not kept, because it can contain a password. */
export class UnusableProxy extends Error {
  readonly host: string;
  /** `http.proxy`, `http.proxySupport`, or the name of an environment variable. */
  readonly setting: string;

  constructor(host: string, setting: string) {
    super(setting);
    this.name = 'UnusableProxy';
    this.host = host;
    this.setting = setting;
  }
}

/** Outside of VS Code, only the environment counts. */
let readSettings = (): ProxySettings => ({ replacesAgents: false, proxy: '', noProxy: [] });

/** VS Code patches the HTTP modules of the whole process, so its settings apply to the whole process, too. */
export function useProxySettings(read: () => ProxySettings): void {
  readSettings = read;
}

/**
 * Throws `UnusableProxy` if the proxy that is configured for the URL cannot be used: VS Code and Node connect directly
 * then, without a word.
 */
export function checkProxy(url: string, environment: NodeJS.ProcessEnv): void {
  if (!URL.canParse(url)) return;
  const { protocol, host, hostname, port } = new URL(url);
  if (isLocal(hostname)) return;
  const settings = readSettings();
  const noProxy = noProxyOf(settings, environment);
  if (isDirect(hostname, port || (protocol === 'https:' ? '443' : '80'), noProxy)) return;
  const setting = settings.replacesAgents
    ? unusableByVscode(settings, environment)
    : unusableByNode(settings, environment, protocol === 'https:' ? httpsNames : httpNames);
  if (setting !== undefined) throw new UnusableProxy(host, setting);
}

/** The setting or variable that VS Code would pass over. */
function unusableByVscode(
  { proxy, asksSystem }: ProxySettings,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  if (proxy !== '') return isUsableByVscode(proxy) ? undefined : 'http.proxy';
  const name = variableFor(environment, [...httpsNames, ...httpNames]);
  if (name) return isUsableByVscode(environment[name]) ? undefined : name;
  return asksSystem ? undefined : variableFor(environment, allNames);
}

/** The setting or variable that Node's agents would pass over. */
function unusableByNode(
  settings: ProxySettings,
  environment: NodeJS.ProcessEnv,
  names: readonly string[],
): string | undefined {
  const [setting, proxy] = nodeProxy(settings, environment, names) ?? [];
  if (setting !== undefined && !isUsableByNode(proxy)) return setting;
  // Before 22.21, Node's agents pass over every proxy.
  const readsProxies = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');
  return setting === undefined || readsProxies ? undefined : 'http.proxySupport';
}

/** The proxy for Node's agents, with the setting or variable that it is from. */
function nodeProxy(
  { proxy, onlyWithoutAgent }: ProxySettings,
  environment: NodeJS.ProcessEnv,
  names: readonly string[],
): readonly [setting: string, proxy: string | undefined] | undefined {
  if (onlyWithoutAgent && proxy !== '') return ['http.proxy', proxy];
  const name = variableFor(environment, [...names, ...allNames]);
  return name === undefined ? undefined : [name, environment[name]];
}

const httpNames = ['http_proxy', 'HTTP_PROXY'];
const httpsNames = ['https_proxy', 'HTTPS_PROXY'];
/** Node and VS Code do not read these. */
const allNames = ['all_proxy', 'ALL_PROXY'];

/**
 * The environment for Node's agents, which are used unless VS Code replaces them. Node's agents reject some of the
 * values that they cannot use, even for hosts that need no proxy, with the password in the message. As in VS Code,
 * connections to this machine bypass the proxy.
 */
export function proxyVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = readSettings();
  const usable = (names: readonly string[]): string | undefined => {
    const [, proxy] = nodeProxy(settings, environment, names) ?? [];
    return isUsableByNode(proxy) ? proxy : undefined;
  };
  return {
    HTTP_PROXY: usable(httpNames),
    HTTPS_PROXY: usable(httpsNames),
    NO_PROXY: [...noProxyOf(settings, environment), 'localhost', '127.0.0.1', '::1'].join(','),
  };
}

/** The first variable that is set. */
function variableFor(environment: NodeJS.ProcessEnv, names: readonly string[]): string | undefined {
  return names.find((name) => environment[name]);
}

function noProxyOf(settings: ProxySettings, { no_proxy, NO_PROXY }: NodeJS.ProcessEnv): readonly string[] {
  const { replacesAgents, onlyWithoutAgent, noProxy } = settings;
  if ((replacesAgents || onlyWithoutAgent) && noProxy.length > 0) return noProxy;
  return (no_proxy || NO_PROXY || '').split(',').filter(Boolean);
}

/** Node reads only these two schemes, in lower case (`parseProxyUrl` in `lib/internal/http.js`). */
function isUsableByNode(proxy = ''): boolean {
  return /^https?:\/\//u.test(proxy) && !/[\r\n]/u.test(proxy) && isAddress(proxy);
}

/** VS Code also reads SOCKS (`proxyFromConfigURL` in `@vscode/proxy-agent`). */
function isUsableByVscode(proxy = ''): boolean {
  const address = proxy.trim();
  const [, scheme = '', rest = ''] = /^([^:]*):\/\/(.*)$/su.exec(address) ?? [];
  return /^(?:https?|socks(?:4a?|5h?)?)$/iu.test(scheme) && isAddress(`http://${rest}`);
}

/** The agents decode the user name and the password, which fails for a lone percent sign. */
function isAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  try {
    return decodeURIComponent(`${username}:${password}`) !== '';
  } catch {
    return false;
  }
}

function isLocal(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]'].includes(hostname);
}

/** Whether one of the patterns covers the host: `*`, or `example.com` with an optional dot, asterisk, and port. */
function isDirect(hostname: string, port: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const [, name = '', onlyPort = port] =
      /^(?:\*?\.)?(.*?)(?::(\d+))?$/su.exec(pattern.trim().toLowerCase()) ?? [];
    if (onlyPort !== port) return false;
    return name === '*' || hostname === name || (name !== '' && hostname.endsWith(`.${name}`));
  });
}
