import { readRegistration } from '../../../src/session/registrations.ts';
import { openLiveWindow } from './liveWindow.ts';

// A window in a process of its own, to be killed.
const [url = '', folder = '', helperBundle = ''] = process.argv.slice(2);
const { mirror } = await openLiveWindow({ url, folder, helperBundle, windowId: 'killed' });
const { address } = (await readRegistration(mirror.broker)) ?? {};
process.send?.({ mirror: mirror.folder, address });
