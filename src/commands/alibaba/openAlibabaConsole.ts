import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { pickOne } from '../../display/quickPick.ts';
import { type AlibabaSite, isEndpoint, signinEndpoint, siteOf } from '../../plan/alibaba/alibabaEndpoints.ts';
import { alibabaRole } from '../../plan/alibaba/alibabaFacts.ts';
import { entryOf } from '../../plan/alibaba/sourceEntries.ts';
import { isPlan } from '../../plan/plan.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { alibabaName, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import { interactiveRequest, withProgress } from '../progress.ts';
import { sourceOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { openFileRemedy } from './openAlibabaFile.ts';
import { targetOfCall } from './pickAlibaba.ts';

/** The console session ends with the credentials, so older ones are not used for it. Milliseconds. */
const minimumMs = 15 * 60_000;

/** Opens the console in the browser, signed in as the target. */
export async function openAlibabaConsole(argument: unknown, context: AlibabaContext): Promise<void> {
  const target = await targetOfCall(argument, vscode.l10n.t('Open Alibaba Cloud Console'), context);
  if (!target) return;
  const name = alibabaName(target);
  const open = async (renew: boolean): Promise<void> => {
    const planned = context.sources.planOf(target);
    const keys = isPlan(planned) ? planned.steps.at(-1) : undefined;
    // No site signs them in, so there is nothing to choose.
    if (keys?.kind === 'ramKeys' && !keys.temporary)
      throw new FailureError({ code: 'ramConsoleImpossible', profile: name });
    const site = await siteFor(target, context);
    if (!site) return;
    const title = vscode.l10n.t('Opening the Alibaba Cloud console for {0}…', alibabaLabel(target));
    const link = await withProgress(title, (progress) =>
      context.sessions.withSession(
        target,
        { ...interactiveRequest(progress, renew), minimumMs },
        async (session) => {
          const token = await context.handOuts.give(session, { kind: 'console' }, (given) =>
            context.runner.signinToken(given, progress.signal, site),
          );
          const account = alibabaRole(session.plan)?.account;
          return { url: consoleUrl(site, token, name, context), profile: name, account };
        },
      ),
    ).catch((error: unknown) => {
      // The account may belong to the other site.
      if (error instanceof FailureError && error.failure.code === 'alibabaRequestRefused')
        context.site.value = undefined;
      throw error;
    });
    await context.openLink(link);
  };
  await context.attempt(target, open, openFileRemedy(target, context));
}

/** The site of the profile, or the one that the user has chosen, or chooses now. Undefined if they choose none. */
async function siteFor(
  target: AlibabaTarget,
  { sources, site }: Pick<AlibabaContext, 'sources' | 'site'>,
): Promise<AlibabaSite | undefined> {
  const profiles = sources.store.state;
  if (namesSite(target, profiles)) return siteOf(target, profiles);
  const chosen = site.value ?? (await askSite());
  site.value = chosen;
  return chosen;
}

function namesSite(target: AlibabaTarget, profiles: AlibabaProfiles): boolean {
  const entry = entryOf(sourceOf(target), profiles);
  return ['oauth_site_type', 'site'].some((key) => entry?.get(key));
}

async function askSite(): Promise<AlibabaSite | undefined> {
  const t = vscode.l10n.t;
  const items = [
    { site: 'cn', label: t('China site'), description: 'aliyun.com' },
    { site: 'intl', label: t('International site'), description: 'alibabacloud.com' },
  ] as const;
  const title = t('Where do you sign in to the Alibaba Cloud console?');
  return (await pickOne(items, { title }))?.site;
}

/** The pages after the sign-in, and after the session has ended. */
const pages: Readonly<Record<AlibabaSite, { readonly home: string; readonly login: string }>> = {
  cn: { home: 'https://home.console.aliyun.com', login: 'https://signin.aliyun.com/login.htm' },
  intl: {
    home: 'https://home.console.alibabacloud.com',
    login: 'https://signin.alibabacloud.com/login.htm',
  },
};

/**
 * The link signs in whoever opens it first.
 *
 * @see https://help.aliyun.com/en/document_detail/91914.html (RAM, `Login`)
 */
function consoleUrl(
  site: AlibabaSite,
  token: string,
  profile: string,
  { sources }: Pick<AlibabaContext, 'sources'>,
): string {
  const endpoint = signinEndpoint(sources.store.state.environment, site);
  if (!isEndpoint(endpoint))
    throw new FailureError({ code: 'alibabaValueInvalid', profile, key: endpoint.invalid });
  const { home, login } = pages[site];
  const query = new URLSearchParams({
    Action: 'Login',
    LoginUrl: login,
    Destination: home,
    SigninToken: token,
  });
  return `${endpoint.url}/federation?${query.toString()}`;
}
