import { readRegistration } from '../../../../src/ipc/registrations.ts';
import { openLiveWindow } from './liveWindow.ts';

// A window in a separate process, which tests can kill or give another clock.
const [url = '', folder = '', helperBundle = ''] = process.argv.slice(2);
const { mirror, env } = await openLiveWindow({ url, folder, helperBundle, windowId: 'other' });
const { address } = (await readRegistration(mirror.broker)) ?? {};
process.send?.({ mirror: mirror.folder, address, env });
// Keeps the process running until it is killed or the test that started it ends.
process.on('message', () => {});
