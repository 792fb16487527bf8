import { spawnSync } from 'node:child_process';

/**
 * Whether this AWS CLI calls the local AWS: older ones do not know `AWS_ENDPOINT_URL_STS` (AWS CLI changelog, 1.29.0
 * and 2.13.0). False if there is no such program.
 */
export function callsLocalAws(path: string): boolean {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [, major = 0, minor = 0] = /^aws-cli\/(\d+)\.(\d+)/u.exec(stdout ?? '') ?? [];
  return Number(major) > 2 || Number(minor) >= (Number(major) === 2 ? 13 : 29);
}
