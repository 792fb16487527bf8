// Run by `switches.ts` in a process of its own: the same calls to the local AWS with nothing around them.
import { request } from 'node:http';
import { createRequire } from 'node:module';
import type { BareSts } from './bareSts.ts';
import { createCompany } from './company.ts';
import { millisecondsOf } from './samples.ts';

const [url = '', bundle = '', times = '10'] = process.argv.slice(2);

const { roles } = createCompany(500);
const plain = roles.filter(({ person, isChained }) => !isChained && person.devices?.length === 0);
const load = createRequire(import.meta.url);

function assumeRole(index: number): Promise<unknown> {
  const { assumeRole: send }: BareSts = load(bundle);
  const { person, roleArn } = plain[index]!;
  return send(url, person.keys![0]!, roleArn);
}

/** A form that asks for nothing, on a new connection: what any call over HTTP takes at least. */
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
