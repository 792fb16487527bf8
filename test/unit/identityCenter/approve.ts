// A browser whose user approves immediately: `node approve.ts URL`.
import { answerPage } from '../../aws/identityCenter/clients.ts';

const [, , url = ''] = process.argv;
await answerPage(url, 'allow');
