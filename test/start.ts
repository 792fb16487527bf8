// `npm start` opens VS Code with the extension, a sample `~/.aws`, a local AWS, and a local Alibaba Cloud, on which the
// machine is a PAI DSW instance. `npm start -- --real` uses your own files, AWS, and Alibaba Cloud. `--port 8080` sets
// the port of VS Code in the browser.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDswStage } from './alibaba/dswStage.ts';
import { showCodes } from './aws/codes.ts';
import { startIdentityCenter } from './aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from './aws/identityCenter/sampleDirectory.ts';
import { startLocalAws } from './aws/localAws.ts';
import { mayaPhone, sampleWorld } from './aws/sample.ts';
import { exitWithNpm } from './vscode/exitWithNpm.ts';
import { npmWithOutput } from './vscode/install/npm.ts';
import { openEditor } from './vscode/openEditor.ts';
import { fillPlayground } from './vscode/playground.ts';
import { writeSampleAws } from './vscode/sampleHome.ts';
import { createSandbox } from './vscode/sandbox.ts';

const { values } = parseArgs({
  options: { real: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});

const checkout = join(import.meta.dirname, '..');

/** The user's own settings of AWS and Alibaba Cloud, for `--real`. */
function ownVariables(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) =>
    /^(?:AWS|XDG|ALIBABA_?CLOUD|ALICLOUD|OSS)_/.test(name),
  );
  return Object.fromEntries(own.map(([name, value]) => [name, value ?? '']));
}

function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '─'.repeat(width + 2);
  return [`╭${rule}╮`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `╰${rule}╯`].join('\n');
}

// Exit handlers clean everything up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
exitWithNpm();

const sandbox = await createSandbox();
await fillPlayground(sandbox.workspace, values.real ? 'real' : 'sample');
const aws = values.real ? undefined : await startLocalAws({ world: sampleWorld });
const center = aws && (await startIdentityCenter(aws, sampleDirectory));
if (aws) await writeSampleAws(sandbox.home);
const dsw = aws && (await createDswStage({ home: sandbox.home, files: { cli: 'sample', ini: 'sample' } }));
if ((await npmWithOutput(['run', '--silent', 'build'], checkout)) !== 0) process.exit(1);

const { address, closed } = await openEditor({
  checkout,
  sandbox,
  home: aws ? sandbox.home : homedir(),
  env:
    aws && center && dsw
      ? {
          ...dsw.env,
          AWS_ENDPOINT_URL_IAM: aws.url,
          AWS_ENDPOINT_URL_S3: aws.url,
          AWS_ENDPOINT_URL_SIGNIN: aws.url,
          AWS_ENDPOINT_URL_STS: aws.url,
          AWS_ENDPOINT_URL_SSO: center.url,
          AWS_ENDPOINT_URL_SSO_OIDC: center.url,
        }
      : ownVariables(),
  port: Number(values.port),
  settings: { 'workbench.startupEditor': 'readme' },
  report: console.log,
});
const where = address
  ? ['Open VS Code in a browser:', '', address]
  : ['VS Code opens in a window of its own.'];
console.log(`\n${box([...where, '', 'Ctrl+C ends it.'])}\n`);
if (aws) showCodes(mayaPhone, aws.clock, process.stdout);
await closed;
process.exit(0);
