import * as fc from 'fast-check';
import { parseConfig } from '../../src/config/parse.ts';
import type { ProfileChange } from '../../src/profiles/changes.ts';
import { keys } from '../../src/profiles/keys.ts';
import { buildProfiles } from '../../src/profiles/profiles.ts';
import { recognizeCredentials } from '../../src/profiles/copied/recognizeCredentials.ts';
import { sessionValues } from '../../src/profiles/writtenSessionEdits.ts';
import type { AwsFiles } from './awsFiles.ts';
import { anyName } from './lines.ts';

const keyId = 'ASIAROLECALLEXAMPLE1';
const userKeyId = 'AKIAROLECALLEXAMPLE1';
const values = [
  [keys.roleArn, 'arn:aws:iam::123456789012:role/Dev'],
  [keys.sourceProfile, 'base'],
] as const;

/** Chooses a profile of the files; the name itself if they have none. */
type NameOf = (which: number) => string;
type MakeChange = (nameOf: NameOf, secret: string) => ProfileChange;

/** A change of each kind that the product makes. */
export const changes: fc.Arbitrary<MakeChange> = fc
  .record({
    which: fc.nat(),
    other: fc.nat(),
    to: fc.oneof(fc.constant('fresh'), anyName),
    kind: fc.nat(9),
    value: fc.constantFrom('eu-west-1', '日本', 'a#b', 'x'.repeat(5000)),
  })
  .map(({ which, other, to, kind, value }): MakeChange => (nameOf, secret) => {
    const name = nameOf(which);
    const accessKey = [
      [keys.awsAccessKeyId, keyId],
      [keys.awsSecretAccessKey, secret],
      [keys.awsSessionToken, secret + secret],
    ] as const;
    switch (kind) {
      case 0:
        return { kind: 'add', name: to, config: values, credentials: accessKey.slice(0, 2) };
      case 1:
        return { kind: 'rename', name, to };
      case 2:
        return { kind: 'duplicate', name, to };
      case 3:
        return { kind: 'remove', name };
      case 4:
        return { kind: 'set', name, values: [[keys.region, value]] };
      case 5:
        return { kind: 'set', name, values: [...accessKey, [keys.roleArn, undefined], [keys.region, value]] };
      case 6:
        return { kind: 'addSsoSession', name: to, values: [[keys.ssoRegion, 'eu-west-1']] };
      case 7: {
        const removed = [...new Set([name, nameOf(other)])];
        return { kind: 'populate', name: 'corp', added: [{ name: to, values }], removed, block: 'corp' };
      }
      case 8: {
        const written = sessionValues(accessKey, 'dev', '2030-01-01T00:00:00Z');
        return { kind: 'writeSession', name: which % 2 ? name : to, values: written };
      }
      default:
        return copiedCredentials(name, secret);
    }
  });

/** The credentials of a clipboard, saved in a profile that exists. */
function copiedCredentials(name: string, secret: string): ProfileChange {
  const text = `export AWS_ACCESS_KEY_ID=${userKeyId}\nexport AWS_SECRET_ACCESS_KEY='${secret}'\n`;
  const copied = recognizeCredentials(text);
  if (!copied) throw new Error('The credentials are not recognized');
  return {
    kind: 'set',
    name,
    values: [
      [keys.awsAccessKeyId, copied.accessKeyId],
      [keys.awsSecretAccessKey, copied.secretAccessKey],
      [keys.awsSessionToken, copied.sessionToken],
    ],
  };
}

export function changeOf({ config, credentials, secrets }: AwsFiles, make: MakeChange): ProfileChange {
  const names = [...buildProfiles(parseConfig(config), parseConfig(credentials)).profiles.keys()];
  return make((which) => names[which % names.length] ?? 'nobody', secrets.accessKey);
}
