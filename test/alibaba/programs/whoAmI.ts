import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A program for terminals: prints account, ARN, and provider. It is written with the SDK and knows nothing else. */
export const whoAmIProgram = join(import.meta.dirname, 'whoAmI.mjs');
/** The same for programs that run for days: it prints access key ID and ARN for each line of its input. */
export const followProgram = join(import.meta.dirname, 'followWhoAmI.mjs');

/** What the program prints with these variables and no others but `PATH`: its line, or `failed: …`. */
export async function whoAmI(variables: Readonly<Record<string, string>>): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', ...variables };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [whoAmIProgram], { env });
    return stdout.trim();
  } catch (error) {
    return String(Object(error).stderr).trim();
  }
}
