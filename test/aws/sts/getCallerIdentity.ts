import type { Call } from './operation.ts';
import type { XmlContent } from './xml.ts';

/**
 * The only action that no policy can deny.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function getCallerIdentity({ authenticate }: Call): Promise<XmlContent> {
  const caller = await authenticate();
  return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
}
