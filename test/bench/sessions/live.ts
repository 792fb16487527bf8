import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { helperContext } from '../../../src/delivery/mirror/broker.ts';
import { formatRequest } from '../../../src/delivery/mirror/helperRequest.ts';
import { readRegistration } from '../../../src/ipc/registrations.ts';
import { seal } from '../../../src/ipc/sealed.ts';
import { sendLine, openSocket } from '../../../src/ipc/socket.ts';
import type { LocalAws } from '../../aws/localAws.ts';
import { awsCli2 } from '../../unit/delivery/awsPrograms.ts';
import { type LiveWindow, openLiveWindow } from '../../unit/delivery/mirror/liveWindow.ts';
import { compare, type Group, type Row } from '../rows.ts';
import { takeTurns } from '../samples.ts';

const run = promisify(execFile);

/**
 * The time that a program waits for credentials from this window. The peer of the helper process is a bare Node
 * process. The peer of the broker is an echo over the same type of socket.
 */
export async function benchLive(aws: LocalAws, folder: string, helperBundle: string): Promise<Group> {
  const opened = await openLiveWindow({ url: aws.url, folder, helperBundle });
  try {
    const programs = await benchPrograms(opened, folder);
    return { title: 'Credentials for a program (live)', rows: [...programs, await benchBroker(opened)] };
  } finally {
    opened.live.dispose();
  }
}

async function benchPrograms({ mirror, env, window }: LiveWindow, folder: string): Promise<Row[]> {
  const text = readFileSync(mirror.config, 'utf8');
  const [, helper = ''] = /credential_process = '?(\/.*?)'? window /u.exec(text) ?? [];
  const { helper: helperTimes, node } = await takeTurns(
    {
      helper: () => run(helper, ['window', 'keys'], { env }),
      node: () => run(process.execPath, ['-e', '0'], { env }),
    },
    20,
    2,
  );
  const rows = [compare('helper, start to end', helperTimes, 'bare node -e 0', node, { ratio: 1.5 })];
  const aws = awsCli2();
  if (!aws) return rows;
  const paths = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  await writeFile(paths.config, window.files.config);
  await writeFile(paths.credentials, window.files.credentials);
  const own = { ...env, AWS_CONFIG_FILE: paths.config, AWS_SHARED_CREDENTIALS_FILE: paths.credentials };
  const exporting = ['configure', 'export-credentials', '--profile', 'keys'];
  const { cli } = await takeTurns({ cli: () => run(aws, exporting, { env: own }) }, 3, 1);
  return [...rows, compare('helper, start to end', helperTimes, 'aws configure export-credentials', cli)];
}

async function benchBroker({ mirror }: LiveWindow): Promise<Row> {
  const registration = await readRegistration(mirror.broker);
  if (!registration) throw new Error('The window has no socket');
  const request = formatRequest({ target: 'keys', pid: process.pid, markers: {} });
  const echo = await openSocket((text) => Promise.resolve(text));
  const ask = (address: string): Promise<string> =>
    sendLine(address, seal(request, registration.key, helperContext), AbortSignal.timeout(10_000));
  try {
    const { broker, line } = await takeTurns(
      { broker: () => ask(registration.address), line: () => ask(echo.address) },
      200,
      20,
    );
    const perSecond = Math.round((1000 * broker.length) / broker.reduce((sum, ms) => sum + ms, 0));
    return compare(`broker, a request (${perSecond} a second)`, broker, 'a line over a socket', line);
  } finally {
    echo.close();
  }
}
