import { FailureError } from '../../base/failure.ts';
import type { AlibabaEndpoint } from '../../plan/alibaba/alibabaPlan.ts';
import type { RevealedCredentials } from '../credentials.ts';
import { isText, parseObject } from '../json.ts';
import { answerFailure, detailOf, requestError } from './serviceFailure.ts';
import { sendRequest } from './serviceRequest.ts';

/**
 * Gets a token for a link that opens the console, which works once and for 30 seconds. With `POST`, the keys are in no
 * URL, which proxies write to their logs. Not retried. Rejects with `FailureError` or `Cancelled`.
 *
 * @see https://help.aliyun.com/en/document_detail/91913.html (RAM, `GetSigninToken`)
 */
export async function fetchRamSigninToken(
  profile: string,
  { url, host }: AlibabaEndpoint,
  { accessKeyId, secretAccessKey, sessionToken }: RevealedCredentials,
  signal: AbortSignal,
): Promise<string> {
  if (sessionToken === undefined) throw new FailureError({ code: 'ramConsoleImpossible', profile });
  const form = {
    Action: 'GetSigninToken',
    AccessKeyId: accessKeyId,
    AccessKeySecret: secretAccessKey,
    SecurityToken: sessionToken,
    TicketType: 'mini',
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const request = { url: `${url}/federation`, headers, body: new URLSearchParams(form).toString() };
  const { status, body } = await sendRequest(request, signal).catch((error: unknown) => {
    throw requestError(error, { profile, host });
  });
  const { SigninToken: token, Code, Message } = parseObject(body) ?? {};
  if (status === 200 && isText(token)) return token;
  const alibabaCode = isText(Code) ? Code : undefined;
  const common = answerFailure(status, alibabaCode, { profile, host });
  throw new FailureError(
    common ?? {
      code: 'alibabaRequestRefused',
      profile,
      action: form.Action,
      alibabaCode: detailOf(alibabaCode, [secretAccessKey, sessionToken]),
      detail: detailOf(Message, [secretAccessKey, sessionToken]),
    },
  );
}
