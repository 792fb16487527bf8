import { FailureError } from '../../base/failure.ts';
import { titleComplaint } from '../../config/writable.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { readIniSections } from '../../profiles/alibaba/iniSections.ts';
import { alibabaName } from '../../profiles/alibaba/alibabaTarget.ts';
import { besideAssignments } from '../handover/besideHandover.ts';
import { formatted, leftOut } from '../handover/credentialFormats.ts';
import type { GivenSession } from '../handover/givenSession.ts';
import { isoSeconds } from '../handover/handover.ts';
import type { Shell } from '../handover/shellNames.ts';
import { keyVariables } from './alibabaVariables.ts';

/**
 * `uriAnswer`: what a credentials URI answers. `ini`: a section of `~/.alibabacloud/credentials`. `cliProfile`: a
 * profile for `~/.aliyun/config.json`. `external`: the output of a `process_command`.
 */
export type AlibabaFormat = Shell | 'dotenv' | 'uriAnswer' | 'ini' | 'cliProfile' | 'external';

/** The CLI accepts no profile without a region, and takes this one if it reads no file (`LoadProfileWithContext`). */
const cliRegion = 'cn-hangzhou';

/** Whether a tool can read such credentials in this format. */
export function canFormat(format: AlibabaFormat, isTemporary: boolean): boolean {
  // The SDKs read no security token from an INI file, and demand one from a credentials URI.
  return format === 'ini' ? !isTemporary : format === 'uriAnswer' ? isTemporary : true;
}

/**
 * Formats credentials. Throws `unwritable` if the format cannot express a value, and `credentialsUriNeedsToken`. `now`:
 * milliseconds since the epoch.
 */
export function alibabaFormatted(
  format: AlibabaFormat,
  given: GivenSession<AlibabaPlan>,
  now: number,
): string {
  const { plan, credentials } = given;
  const name = alibabaName(plan.target);
  switch (format) {
    case 'uriAnswer':
      return json(uriAnswer(given, now));
    case 'ini':
      return iniSection(name, given);
    case 'cliProfile':
      return json({ name, ...cliKeys(given), region_id: plan.region?.name ?? cliRegion });
    case 'external': {
      const { expiration } = credentials;
      return json({
        ...cliKeys(given),
        ...(expiration !== undefined && { expiration: isoSeconds(expiration) }),
      });
    }
    default: {
      const variables = besideAssignments(keyVariables(given));
      const [missing] = leftOut(format, variables);
      if (missing !== undefined) throw unwritable(name, missing, format);
      return formatted(format, { name, credentials, region: plan.region?.name, variables });
    }
  }
}

/** How long credentials of unknown expiration are said to last: readers ask again 15 minutes before. Milliseconds. */
const unknownLifeMs = 20 * 60_000;

/**
 * The answer of a credentials URI (PAI document "associate an instance RAM role with a DSW instance"). The SDK for
 * Python reads an expiration only without milliseconds. Throws `credentialsUriNeedsToken` for long-term keys.
 */
export function uriAnswer(
  { plan, credentials }: GivenSession<AlibabaPlan>,
  now: number,
): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration = now + unknownLifeMs } = credentials;
  if (sessionToken === undefined)
    throw new FailureError({ code: 'credentialsUriNeedsToken', profile: alibabaName(plan.target) });
  return {
    Code: 'Success',
    AccessKeyId: accessKeyId,
    AccessKeySecret: secretAccessKey,
    SecurityToken: sessionToken,
    Expiration: isoSeconds(expiration),
  };
}

/** The fields of a profile of the CLI, which are also those of the output of a program. */
function cliKeys({ credentials }: GivenSession<AlibabaPlan>): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    mode: sessionToken === undefined ? 'AK' : 'StsToken',
    access_key_id: accessKeyId,
    access_key_secret: secretAccessKey,
    ...(sessionToken !== undefined && { sts_token: sessionToken }),
  };
}

/** The SDK for Java skips a section that is not enabled. */
function iniSection(name: string, { credentials }: GivenSession<AlibabaPlan>): string {
  if (titleComplaint(name)) throw unwritable(name, name, 'ini');
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  if (sessionToken !== undefined) throw unwritable(name, 'security_token', 'ini');
  const pairs = [
    ['enable', 'true'],
    ['type', 'access_key'],
    ['access_key_id', accessKeyId],
    ['access_key_secret', secretAccessKey],
  ] as const;
  const lines = [`[${name}]`, ...pairs.map(([key, value]) => `${key} = ${iniValue(name, key, value)}`), ''];
  const text = lines.join('\n');
  // A title has comments, quotes, and escapes, too.
  if (!readIniSections(text)?.has(name)) throw unwritable(name, name, 'ini');
  return text;
}

/** The SDK for Python ends a value at any `#`, that for Node.js also at `;`, and it removes quotes and backslashes. */
function iniValue(profile: string, key: string, value: string): string {
  if (!/^[\w.+/=-]+$/u.test(value)) throw unwritable(profile, key, 'ini');
  return value;
}

function json(content: Readonly<Record<string, string>>): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function unwritable(profile: string, name: string, format: AlibabaFormat): FailureError {
  return new FailureError({ code: 'unwritable', profile, name, format });
}
