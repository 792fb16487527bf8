import { readRegistration } from '../../../../src/ipc/registrations.ts';
import { openLiveWindow } from './liveWindow.ts';

// A window in a process of its own: to be killed, or to have another clock.
const [url = '', folder = '', helperBundle = ''] = process.argv.slice(2);
const { mirror, env } = await openLiveWindow({ url, folder, helperBundle, windowId: 'other' });
const { address } = (await readRegistration(mirror.broker)) ?? {};
process.send?.({ mirror: mirror.folder, address, env });
// It goes on until it is killed, or with the test that started it.
process.on('message', () => {});
