import assert from 'node:assert/strict';
import { type HoverTopic, hoverTopicAt } from '../../../../src/language/hover/hoverTopic.ts';
import { marked } from '../cursor.ts';

type Topic<T = HoverTopic> = T extends HoverTopic ? Omit<T, 'span'> : never;

/** Tests the topic at the mark, and the text that it is about. */
function tells(config: string, credentials: string, words?: string, topic?: Topic): void {
  it(`${JSON.stringify(config + credentials)}: ${words ?? 'nothing'}`, () => {
    const { text, offset } = marked(config, credentials);
    const found = hoverTopicAt(text, offset);
    if (!found) return assert.equal(words, undefined);
    const { span, ...rest } = found;
    assert.deepEqual(rest, topic);
    assert.equal(text.document.text.slice(span.start, span.end), words);
  });
}

describe('the topic of a hover', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
  tells('[profile m|aya]\n', '', 'maya', { kind: 'profile', name: 'maya' });
  tells('', '[m|aya]\n', 'maya', { kind: 'profile', name: 'maya' });
  tells('[sso-session c|orp]\r\n', '', 'corp', { kind: 'sso-session', name: 'corp' });
  tells('[profile a]\nsource_profile = m|aya\n', '', 'maya', { kind: 'profile', name: 'maya' });
  tells('[profile a]\nservices = l|ocal\n', '', 'local', { kind: 'services', name: 'local' });
  tells('[profile a]\nR|egion = x\n', '', 'Region', { kind: 'key', key: 'region', parent: undefined });
  tells('[profile a]\ns3 =\n  add|ressing_style = path', '', 'addressing_style', {
    kind: 'key',
    key: 'addressing_style',
    parent: 's3',
  });
  tells('[profile a]\ns|3 =\n', '', 's3', { kind: 'key', key: 's3', parent: undefined });
  tells('[services a]\nd|ynamodb =\n  endpoint_url = x\n', '', 'dynamodb', {
    kind: 'service',
    id: 'dynamodb',
  });
  tells('[services a]\nwh|at =\n', '');
  tells('[profile a]\nwh|at = x\n', '');
  tells('[profile a]\ngran|ted_sso_region = x\n', '', 'granted_sso_region', {
    kind: 'toolKey',
    key: 'granted_sso_region',
    tool: 'granted',
  });
  tells('[profile a]\nregion = eu-|west-1\n', '', 'eu-west-1', { kind: 'region', region: 'eu-west-1' });
  tells('[profile a]\nregion = what| ever\n', '');
  tells('[profile a]\nsso_account_id = 1234|56789012\n', '', '123456789012', {
    kind: 'account',
    id: '123456789012',
  });
  tells(
    '[profile a]\nrole_arn = arn:aws:iam::1|23456789012:role/ops/Admin # x\n',
    '',
    'arn:aws:iam::123456789012:role/ops/Admin',
    {
      kind: 'arn',
      parts: {
        partition: 'aws',
        service: 'iam',
        region: '',
        account: '123456789012',
        resourceType: 'role',
        resource: 'ops/Admin',
      },
    },
  );
  tells('# reg|ion = x\n', '');
  tells('[profile a]\n# reg|ion = x\n', '');
  tells('[profile a]\nregion = eu-west-1 # eu-w|est-1\n', '');
  tells('|', '');
  tells('', `[a]\naws_secret_access_key = wJa|lrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\n`);
  tells('', `[a]\naws_secret_access_key = arn:aws:iam::1234|56789012:role/${secret}\n`);
  tells(`[profile a]\ncredential_process = x arn:aws:iam::12345|6789012:role/x\n`, '');
  tells(`[profile a]\ncredential_process = x\n  re|gion = y\n`, '');
});
