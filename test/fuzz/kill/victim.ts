import { trials } from './trials.ts';

// A window that does its work until it is killed, or until the test that started it ends.
const [name, folder = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit());
const trial = trials.find((each) => each.name === name);
await trial?.work(folder, () => process.send?.('begun'));
