/** The settings of VS Code that decide about proxies. */
export interface ProxySettings {
  /** Whether VS Code replaces the agents of requests with its own: `http.proxySupport` is `override` or `fallback`. */
  readonly replacesAgents: boolean;
  /** `http.proxy`; empty if it is not set. */
  readonly proxy: string;
  /** `http.noProxy`, which VS Code reads instead of `NO_PROXY` unless it is empty. */
  readonly noProxy: readonly string[];
}

/** A proxy is configured for a host but cannot be used. The value is not kept, because it can contain a password. */
export class UnusableProxy extends Error {
  readonly host: string;
  /** `http.proxy`, or the name of an environment variable. */
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
  const { protocol, host, hostname } = new URL(url);
  if (isLocal(hostname)) return;
  const { replacesAgents, proxy, noProxy } = readSettings();
  const unusable = (setting: string) => new UnusableProxy(host, setting);
  if (!replacesAgents) {
    const name = variableFor(environment, protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : httpNames);
    if (name && !isUsableByNode(environment[name]) && !isDirect(hostname, noProxyOf(environment)))
      throw unusable(name);
    return;
  }
  if (isDirect(hostname, noProxy.length > 0 ? noProxy : noProxyOf(environment))) return;
  if (proxy !== '') {
    if (!isUsableByVscode(proxy)) throw unusable('http.proxy');
    return;
  }
  const name = variableFor(environment, ['https_proxy', 'HTTPS_PROXY', ...httpNames]);
  if (name && !isUsableByVscode(environment[name])) throw unusable(name);
}

const httpNames = ['http_proxy', 'HTTP_PROXY'];

/**
 * The environment for Node's agents, which are used unless VS Code replaces them. Node's agents reject some of the
 * values that they cannot use, even for hosts that need no proxy, with the password in the message. As in VS Code,
 * connections to this machine bypass the proxy.
 */
export function proxyVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const usable = (names: readonly string[]): string | undefined => {
    const name = variableFor(environment, names);
    return name && isUsableByNode(environment[name]) ? environment[name] : undefined;
  };
  return {
    HTTP_PROXY: usable(httpNames),
    HTTPS_PROXY: usable(['https_proxy', 'HTTPS_PROXY']),
    NO_PROXY: [...noProxyOf(environment), 'localhost', '127.0.0.1', '::1'].join(','),
  };
}

/** The first variable that is set. */
function variableFor(environment: NodeJS.ProcessEnv, names: readonly string[]): string | undefined {
  return names.find((name) => environment[name]);
}

function noProxyOf({ no_proxy, NO_PROXY }: NodeJS.ProcessEnv): readonly string[] {
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
function isDirect(hostname: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const name = pattern
      .trim()
      .replace(/:\d+$/u, '')
      .replace(/^\*?\./u, '')
      .toLowerCase();
    return name === '*' || hostname === name || (name !== '' && hostname.endsWith(`.${name}`));
  });
}
