// Runs in a process that `switches.ts` starts: measures the same calls to the local AWS without Rolecall.
import { request } from 'node:http';
import { createRequire } from 'node:module';
import type { BareSts } from '../bareSts.ts';
import { createCompany } from '../company.ts';
import { millisecondsOf } from '../samples.ts';

const [url = '', bundle = '', times = '10'] = process.argv.slice(2);

const { roles } = createCompany(500);
const plain = roles.filter(({ person, isChained }) => !isChained && person.devices?.length === 0);
const load = createRequire(import.meta.url);

function assumeRole(index: number): Promise<unknown> {
  const { assumeRole: send }: BareSts = load(bundle);
  const { person, roleArn } = plain[index]!;
  return send(url, person.keys![0]!, roleArn);
}

/** The minimum for an HTTP request on a new connection: a form without an action. */
function post(): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false }, (answer) =>
      answer.resume().on('end', resolve),
    );
    sent.on('error', reject).end('Version=2011-06-15');
  });
}

const cold = [await millisecondsOf(() => assumeRole(0))];
const loaded: number[] = [];
const http: number[] = [];
for (let i = 1; i <= Number(times); i++) {
  loaded.push(await millisecondsOf(() => assumeRole(i)));
  http.push(await millisecondsOf(post));
}
console.log(JSON.stringify({ cold, loaded, http }));
