import assert from 'node:assert/strict';
import { type ProfilePlace, writtenAt } from '../../../../src/language/elsewhere/profilePlace.ts';
import { leadsToOtherFiles, profilePlaces } from '../../../../src/language/elsewhere/profileReferences.ts';
import {
  isTemplate,
  mayReferToProfiles,
  type ReferringKind,
  referringFiles,
  referringKind,
} from '../../../../src/language/elsewhere/referringFiles.ts';

/** What is written at a place is marked as `«dev»`, also if it is nothing, or no name. */
function finds(kind: ReferringKind, marked: string, ...names: readonly string[]): void {
  it(`finds ${JSON.stringify(names)} in ${JSON.stringify(marked)}`, () => {
    const text = marked.replaceAll(/[«»]/gu, '');
    const places = profilePlaces(text, kind);
    assert.equal(markedIn(text, places), marked);
    assert.deepEqual(
      places.flatMap(({ name }) => name ?? []),
      names,
    );
  });
}

function markedIn(text: string, places: readonly ProfilePlace[]): string {
  let [marked, at] = ['', 0];
  for (const { start, end } of places.map(({ span }) => span)) {
    marked += `${text.slice(at, start)}«${text.slice(start, end)}»`;
    at = end;
  }
  return marked + text.slice(at);
}

describe('profile names in settings and launch configurations', () => {
  finds('json', '{\n  "rolecall.profile": "«dev»"\n}', 'dev');
  finds('json', '{"a": 1, "rolecall.profile":"«dev»", "b": {}}', 'dev');
  finds('json', '{ "settings": { "rolecall.profile" : "«my team/dev»" } }', 'my team/dev');
  finds('json', '{ "rolecall.profile": "« dev »" }', 'dev');
  finds('json', '{ "env": { "AWS_PROFILE": "«dev»",\r\n "AWS_DEFAULT_PROFILE": "«ops»" } }', 'dev', 'ops');
  finds('json', '{ "rolecall.profile": "«»" }');
  finds('json', '{ "rolecall.profile": «»\n}');
  finds('json', '{ "rolecall.profile": «»}');
  finds('json', '{ "rolecall.profile": "«de»\n}', 'de');
  finds('json', '{ "AWS_PROFILE": "«${env:AWS_PROFILE}»" }');
  finds('json', '{ "AWS_PROFILE": "«$AWS_PROFILE»" }');
  // Not a value, not a key, and not a string.
  finds('json', '{ "rolecall.profile": null }');
  finds('json', '{ "rolecall.profile": ["dev"] }');
  finds('json', '{ "a": "rolecall.profile", "b": "AWS_PROFILE=dev" }');
  finds('json', '{ "rolecall.profiles": "dev", "my.rolecall.profile": "dev" }');
  finds('json', '{ "rolecall.profile": "a\\"b" }');
  finds(
    'json',
    '// "rolecall.profile": "dev"\n/* "rolecall.profile": "dev"\n */ "rolecall.profile": "«ops»"',
    'ops',
  );
  finds('json', '{ "url": "https://x", "rolecall.profile": "«dev»" }', 'dev');
  finds('json', '{ "a": "\\"rolecall.profile\\": \\"dev\\"" }');
});

describe('profile names in .env and .envrc', () => {
  finds('env', 'AWS_PROFILE=«dev»', 'dev');
  finds('env', 'A=1\r\nAWS_PROFILE=«dev»\r\nAWS_DEFAULT_PROFILE=«ops»\r\n', 'dev', 'ops');
  finds('env', 'export AWS_PROFILE="«dev»"\n', 'dev');
  finds('env', "  export  AWS_PROFILE='«my team»'", 'my team');
  finds('env', 'AWS_PROFILE = «dev» # of the team', 'dev');
  finds('env', 'export AWS_PROFILE=«dev» AWS_REGION=eu-west-1', 'dev');
  finds('env', 'AWS_PROFILE=«dev»; export AWS_PROFILE', 'dev');
  finds('env', 'export AWS_PROFILE=«dev» && echo', 'dev');
  finds('env', 'AWS_PROFILE=«»\n');
  finds('env', 'AWS_PROFILE= «»# none');
  finds('env', 'AWS_PROFILE="«»"');
  finds('env', 'AWS_PROFILE="«de»\nB=1', 'de');
  finds('env', 'AWS_PROFILE=«$TEAM-dev»');
  finds('env', 'export AWS_PROFILE="«${AWS_PROFILE:-dev}»"');
  finds('env', 'export AWS_PROFILE="«$(cat profile)»"');
  finds('env', 'AWS_PROFILE=«<your-profile>»');
  // Comments, other variables, and what is more than a name.
  finds('env', '# AWS_PROFILE=dev');
  finds('env', 'MY_AWS_PROFILE=dev\nAWS_PROFILE_NAME=dev\nAWS_EB_PROFILE=dev');
  finds('env', 'AWS_PROFILE=my team');
  finds('env', 'AWS_PROFILE=`cat profile`');
  finds('env', 'export AWS_PROFILE=dev"$X"');
  finds('env', 'unset AWS_PROFILE\nexport AWS_PROFILE');
  finds('env', 'AWS_PROFILE="dev"-x\nAWS_PROFILE="dev"$X\nAWS_PROFILE=\'it\'"s"');
  finds('env', 'AWS_PROFILE="«dev»";\r\nAWS_PROFILE=\'«ops»\'&& x', 'dev', 'ops');
});

describe('profile names in files of Docker Compose', () => {
  finds('compose', '    environment:\n      AWS_PROFILE: «dev»\n', 'dev');
  finds('compose', '      "AWS_PROFILE": "«dev»" # of the team\r\n', 'dev');
  finds('compose', "      AWS_DEFAULT_PROFILE: '«my team»'", 'my team');
  finds('compose', '      - AWS_PROFILE=«dev»\n      - "AWS_DEFAULT_PROFILE=«my team»"\n', 'dev', 'my team');
  finds('compose', "  - 'AWS_PROFILE=«dev»'", 'dev');
  finds('compose', '  - AWS_PROFILE=«»\n  AWS_PROFILE: «»\n');
  finds('compose', '  AWS_PROFILE: «${AWS_PROFILE:-dev}»\n  - AWS_PROFILE=«$AWS_PROFILE»');
  finds(
    'compose',
    '  - AWS_PROFILE\n  # AWS_PROFILE: dev\n  AWS_PROFILE: dev ops\n  command: AWS_PROFILE=dev',
  );
  // Aliases, anchors, tags, texts on several lines, lists, and no value.
  for (const value of ['*name', '&name', '!reset', '|', '|-', '>-', '[dev]', '~', 'null', 'null # none'])
    finds('compose', `  AWS_PROFILE: ${value}\n`);
  finds('compose', "  AWS_PROFILE: 'it''s'\n  - AWS_PROFILE=dev#1\n");
  finds('compose', '  AWS_PROFILE: «»# none\n  AWS_PROFILE: «null-1»\n', 'null-1');
});

describe('profile names in Terraform', () => {
  finds('terraform', 'provider "aws" {\n  profile = "«dev»"\n}', 'dev');
  finds('terraform', 'provider "aws" {\r\n  region  = "eu-west-1"\r\n  profile="«dev»"\r\n}', 'dev');
  finds('terraform', 'provider "aws" { profile = "«dev»" }', 'dev');
  finds('terraform', 'terraform {\n  backend "s3" {\n    profile = "«dev»" # of the team\n  }\n}', 'dev');
  finds(
    'terraform',
    'data "terraform_remote_state" "net" {\n  backend = "s3"\n  config = {\n    bucket = "b", profile = "«dev»"\n  }\n}',
    'dev',
  );
  finds('terraform', 'provider "aws" {\n  profile = "«»"\n}');
  finds('terraform', 'provider "aws" {\n  profile = «»\n}');
  finds('terraform', 'provider "aws" {\n  profile = "«de»\n}', 'de');
  finds('terraform', 'provider "aws" {\n  profile = "«${var.profile}»"\n}');
  finds(
    'terraform',
    'provider "aws" {\n  default_tags {\n    tags = { profile = "dev" }\n  }\n  profile = "«ops»"\n}',
    'ops',
  );
  finds(
    'terraform',
    'provider "aws" {\n  # { profile = "a"\n  /* } profile = "b" */\n  // }\n  x = "}"\n  profile = "«c»"\n}',
    'c',
  );
  finds(
    'terraform',
    'provider "aws" {\n  x = <<-EOT\n    }\n    profile = "a"\n  EOT\n  profile = "«b»"\n}\n',
    'b',
  );
  // Other blocks, other arguments, and expressions.
  finds('terraform', 'provider "aws" {\n  profile = var.profile\n  my_profile = "dev"\n}');
  finds('terraform', 'provider "aws" {\n  profile = "dev" == var.x ? "a" : "b"\n}');
  finds('terraform', 'provider "google" {\n  profile = "dev"\n}');
  finds('terraform', 'provider "aws" {\n  assume_role {\n    profile = "dev"\n  }\n}');
  finds('terraform', 'resource "aws_iam_instance_profile" "p" {\n  profile = "dev"\n}');
  finds(
    'terraform',
    'backend "s3" {\n  profile = "dev"\n}\nconfig = {\n  profile = "dev"\n}\nprofile = "dev"',
  );
  finds('terraform', 'terraform {\n  backend "gcs" {\n    profile = "dev"\n  }\n}');
  finds('terraform', 'variable "x" {\n  default = <<EOT\nprovider "aws" {\n  profile = "dev"\nEOT\n}\n');
});

function writes(kind: ReferringKind, text: string, name: string, expected: string | undefined): void {
  it(`writes ${name} in ${text} as ${expected}`, () => {
    assert.equal(writtenAt(profilePlaces(text, kind)[0]!, name), expected);
  });
}

describe('a name at a place', () => {
  writes('json', '"rolecall.profile": ""', 'my team', 'my team');
  writes('json', '"rolecall.profile": ', 'dev', '"dev"');
  writes('json', '"rolecall.profile": ""', 'a"b', undefined);
  writes('json', '"rolecall.profile": ""', 'a\\b', undefined);
  writes('terraform', 'provider "aws" {\nprofile =\n}', 'dev', '"dev"');
  writes('terraform', 'provider "aws" {\nprofile = ""\n}', '${x}', undefined);
  writes('env', 'AWS_PROFILE=', 'team/dev-1', 'team/dev-1');
  writes('env', 'AWS_PROFILE=', 'my team', undefined);
  writes('env', 'AWS_PROFILE="', 'my team', 'my team');
  writes('env', "AWS_PROFILE=''", "it's", undefined);
});

describe('the files in which profile names are looked for', () => {
  const kinds: readonly (readonly [path: string, kind: ReferringKind | undefined, languageId?: string])[] = [
    ['/work/.vscode/settings.json', 'json'],
    ['/User/settings.json', 'json'],
    ['/work/team.code-workspace', 'json'],
    ['/work/.vscode/launch.json', 'json'],
    ['/work/.vscode/tasks.json', 'json'],
    ['/work/package.json', undefined, 'json'],
    ['/work/mysettings.json', undefined, 'jsonc'],
    ['/work/.env', 'env'],
    ['/work/.envrc', 'env', 'shellscript'],
    ['/work/.env.local', 'env'],
    ['/work/prod.env', 'env'],
    ['/work/environment', undefined],
    ['/work/.env/readme', undefined],
    ['/work/docker-compose.yml', 'compose'],
    ['/work/docker-compose.override.yaml', 'compose'],
    ['/work/compose.yaml', 'compose'],
    ['/work/values.yaml', undefined, 'yaml'],
    ['/work/main.tf', 'terraform'],
    ['/work/main.tofu', 'terraform'],
    ['/work/main.tfvars', undefined],
    ['Untitled-1', 'terraform', 'terraform'],
    ['/root/.aws/config', undefined, 'aws-config'],
  ];
  for (const [path, kind, languageId = 'plaintext'] of kinds)
    it(`${path} is of the kind ${kind}`, () => {
      assert.equal(referringKind(path, languageId), kind);
      assert.equal(mayReferToProfiles(path, languageId), kind !== undefined);
    });

  it('have names with at most one asterisk', () => {
    for (const { names } of referringFiles)
      for (const name of names) assert.ok(name.split('*').length <= 2, name);
  });

  it('are told from templates', () => {
    assert.deepEqual(['.env', '.env.local', '.env.example', '.env.sample', '.env.dist'].map(isTemplate), [
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('can lead to other AWS files', () => {
    assert.ok(leadsToOtherFiles('provider "aws" {\n  shared_config_files = ["./aws"]\n}'));
    assert.ok(leadsToOtherFiles('AWS_CONFIG_FILE=./aws\nAWS_PROFILE=dev'));
    assert.ok(!leadsToOtherFiles('AWS_PROFILE=dev'));
  });

  it('are not read if they are very long', () => {
    const line = 'AWS_PROFILE=dev\n';
    assert.equal(profilePlaces(line.repeat(1000), 'env').length, 1000);
    assert.equal(profilePlaces(line.repeat(100_000), 'env').length, 0);
  });
});
