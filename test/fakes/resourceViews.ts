import { parseConfig } from '../../src/config/parse.ts';
import { signInsOf } from '../../src/plan/identityCenterSource.ts';
import { isPlan, type Plan, type Planned } from '../../src/plan/plan.ts';
import { accountOf } from '../../src/plan/planFacts.ts';
import { planTarget } from '../../src/plan/planner.ts';
import { buildProfiles, type Target, targetKey, targetName } from '../../src/profiles/profiles.ts';
import type { ViewSources } from '../../src/views/viewSources.ts';
import { noAlibaba } from './noAlibaba.ts';

export const keys = (name: string): string =>
  `[profile ${name}]\naws_access_key_id = AKIA${name.toUpperCase().padEnd(16, 'X')}\naws_secret_access_key = s\n`;
export const roleIn = (name: string, account: string, more = '', partition = 'aws'): string =>
  `[profile ${name}]\nrole_arn = arn:${partition}:iam::${account}:role/Admin\nsource_profile = keys\n${more}\n`;

/** Profiles of accounts: none, one, or several of each. The account of `keys` is not known. */
export const config = [
  keys('keys'),
  roleIn('dev', '111111111111', 'region = eu-west-1'),
  roleIn('test', '222222222222'),
  roleIn('test-two', '222222222222'),
  roleIn('prod', '333333333333'),
  `${keys('user')}mfa_serial = arn:aws:iam::111111111111:mfa/phone\n`,
  roleIn('gov', '555555555555', '', 'aws-us-gov'),
  roleIn('broken', '111111111111').replace('source_profile = keys', 'source_profile = nobody'),
  '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n',
].join('\n');

export interface Given {
  readonly config?: string;
  readonly inUse?: Target;
  readonly recent?: readonly Target[];
  /** The account that AWS has told for what is in use. */
  readonly identity?: string;
  /** The accounts that AWS has told for access key IDs. */
  readonly told?: Readonly<Record<string, string>>;
  /** The roles that `corp` has in the accounts 444444444444 and 888888888888. */
  readonly roles?: readonly string[];
}

const never = () => ({ dispose() {} });
const names: Readonly<Record<string, string>> = { '333333333333': 'Acme Production' };

function ofId(id: string) {
  return { id, name: names[id], email: undefined };
}

/** What decides with which profile a resource is opened. Profiles are production whose names begin with `prod`. */
export function resourceViews(given: Given): ViewSources {
  const profiles = buildProfiles(parseConfig(given.config ?? config), parseConfig(''));
  const plans = new Map<string, Planned>();
  const planOf = (target: Target): Planned => {
    const key = targetKey(target);
    const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };
    const planned = plans.get(key) ?? planTarget(profiles, target, context);
    plans.set(key, planned);
    return planned;
  };
  const of = (planned: Planned) => {
    const id = isPlan(planned) ? accountOf(planned) : undefined;
    return id === undefined ? undefined : ofId(id);
  };
  const { inUse, identity, told = {}, recent = [], roles = [] } = given;
  const account = { id: '444444444444', name: '444444444444', email: '', roles };
  const other = { ...account, id: '888888888888', name: '888888888888' };
  const accounts = new Map([account, other].map((each) => [each.id, each]));
  const listing = { accounts, completedAt: 0 };
  const session = { plan: inUse && (planOf(inUse) as Plan) };
  const verdict = { kind: 'accepted', identity: { account: identity, arn: '' } };
  return {
    active: {
      state: inUse ? { kind: 'ready', target: inUse, session } : { kind: 'none' },
      onDidChange: never,
    },
    store: { state: { profiles, failures: [], hints: [] }, onDidChange: never, ready: async () => {} },
    planOf,
    alibaba: noAlibaba,
    signIns: () => signInsOf(profiles, {}),
    portal: { get: async () => ({ accounts: { known: async () => listing } }) },
    accountNames: { of, ofId, onDidChange: never },
    production: {
      of: ({ target }: Planned) => (targetName(target).startsWith('prod') ? {} : undefined),
      ofAccount: () => undefined,
      onDidChange: never,
    },
    identities: {
      of: () => (identity === undefined ? undefined : verdict),
      ofKey: (id: string) =>
        told[id] === undefined ? undefined : { ...verdict, identity: { account: told[id] } },
      onDidChange: never,
    },
    chosen: { recent, pinned: [], onDidChange: never },
    access: { onDidChange: never },
    describeReason: ({ code }: { code: string }) => code,
  } as object as ViewSources;
}
