// A browser in which a person says yes at once: `node sayYes.ts URL`.
import { answerPage } from '../../aws/identityCenter/clients.ts';

const [, , url = ''] = process.argv;
await answerPage(url, 'allow');
