import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../clock.ts';
import { mfaCodeWrong, mfaDeviceUnknown, mfaIncomplete } from '../sts/refusals.ts';
import type { MfaDevice } from '../world.ts';

const stepMilliseconds = 30_000;

/** The code that the device shows. */
export function currentCode(device: MfaDevice, clock: Pick<Clock, 'now'>): string {
  return TOTP.generate({ secret: seed(device), timestamp: clock.now() });
}

/** Advances the movable clock until the device shows the next code, which cannot have been used yet. */
export function nextCode(device: MfaDevice, clock: Clock): string {
  clock.advance(millisecondsLeft(clock));
  return currentCode(device, clock);
}

/** The time until the device shows the next code. */
export function millisecondsLeft(clock: Pick<Clock, 'now'>): number {
  return stepMilliseconds - (clock.now() % stepMilliseconds);
}

/** Verifies one-time codes. As in AWS, each code works once, and no code is accepted after a later one. */
export class MfaVerifier {
  readonly #clock: Clock;
  readonly #lastSteps = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether the request uses MFA: false without serial number and code. Throws a refusal if they are not both right.
   */
  verify(
    devices: readonly MfaDevice[],
    serialNumber: string | undefined,
    tokenCode: string | undefined,
  ): boolean {
    if (serialNumber === undefined && tokenCode === undefined) {
      return false;
    }
    if (serialNumber === undefined || tokenCode === undefined) {
      throw mfaIncomplete();
    }
    const device = devices.find((candidate) => candidate.serialNumber === serialNumber);
    if (device === undefined) {
      throw mfaDeviceUnknown();
    }
    this.#use(device, tokenCode);
    return true;
  }

  #use(device: MfaDevice, tokenCode: string): void {
    const timestamp = this.#clock.now();
    // The codes of the previous and the next step are accepted too: users type slowly, and clocks of phones drift.
    const delta = TOTP.validate({ token: tokenCode, secret: seed(device), timestamp, window: 1 });
    const step = delta === null ? -1 : TOTP.counter({ timestamp }) + delta;
    if (step <= (this.#lastSteps.get(device.serialNumber) ?? -1)) {
      throw mfaCodeWrong();
    }
    this.#lastSteps.set(device.serialNumber, step);
  }
}

function seed(device: MfaDevice): Secret {
  return Secret.fromBase32(device.base32Seed);
}
