import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tag = { authTagLength: 16 };

export function newKey(): Buffer {
  return randomBytes(32);
}

/**
 * A line that only who has the key can have written, and can read. It opens together with the same `context` alone: with
 * the question as its context, an answer fits no other question.
 */
export function seal(text: string, key: Buffer, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce, tag).setAAD(Buffer.from(context));
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64');
}

/** What was sealed; undefined where the key or the context is another, or the line has been changed. */
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
