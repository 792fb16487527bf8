import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tag = { authTagLength: 16 };

export function newKey(): Buffer {
  return randomBytes(32);
}

/**
 * Encrypts and authenticates a line; only holders of `key` can read or forge it. `context` is authenticated too and
 * must match when the line is unsealed: an answer sealed with its request as the context fits no other request.
 */
export function seal(text: string, key: Buffer, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce, tag).setAAD(Buffer.from(context));
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64');
}

/** Decrypts a sealed line. Undefined if the key or the context differs, or if the line was modified. */
export function unseal(line: string, key: Buffer, context: string): string | undefined {
  const sealed = Buffer.from(line, 'base64');
  try {
    const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), tag)
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(-tag.authTagLength));
    const text = decipher.update(sealed.subarray(nonceBytes, -tag.authTagLength));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
