import type { Answer, Service, ServiceRequest } from '../../aws/http/service.ts';
import { json } from '../../aws/machineRoles/containerAgents.ts';
import { isoSeconds } from '../../aws/clock.ts';
import { Refusal } from '../../aws/sts/refusals.ts';
import type { RamCaller } from '../ram/ramCaller.ts';
import type { RamSessions } from '../ram/ramSessions.ts';
import type { Clock } from '../../aws/clock.ts';
import { bearerToken, SignInTokens } from './signInTokens.ts';

export type OauthTokens = { readonly accessToken: string; readonly refreshToken: string };

/** The client IDs of the Alibaba Cloud CLI: for the Chinese site, and for the international one. */
const clientIds = ['4038181954557748008', '4103531455503354461'];

const accessSeconds = 3 * 3600;
const refreshSeconds = 30 * 24 * 3600;
const credentialsSeconds = 3600;

/**
 * The OAuth server, as far as a signed-in CLI uses it. Its actions are `oauthExchange`, which yields credentials of the
 * user for an access token, and `oauthRefresh`.
 */
export class AliyunOauth {
  readonly service: Service;
  readonly accessTokens: SignInTokens<RamCaller>;
  readonly refreshTokens: SignInTokens<RamCaller>;
  readonly #sessions: RamSessions;

  constructor(sessions: RamSessions, clock: Clock) {
    this.#sessions = sessions;
    this.accessTokens = new SignInTokens(clock);
    this.refreshTokens = new SignInTokens(clock);
    const acts: Readonly<Record<string, [string, (request: ServiceRequest) => object]>> = {
      'POST /v1/exchange': ['oauthExchange', (request) => this.#exchange(request)],
      'POST /v1/token': ['oauthRefresh', (request) => this.#refresh(request)],
    };
    this.service = {
      open: (request) => {
        const [action, act] = acts[`${request.method} ${request.path}`] ?? [];
        if (action === undefined || act === undefined) return undefined;
        return {
          action,
          parameters: {},
          accessKeyId: undefined,
          answer: async () => {
            try {
              return { reply: json(200, act(request)), outcome: 'OK' };
            } catch (error) {
              if (error instanceof Refusal) return refuse(error);
              throw error;
            }
          },
          refuse,
        };
      },
    };
  }

  /** The tokens that the CLI has after a sign-in in the browser. `seconds`: how long the access token is valid. */
  signIn(user: RamCaller, seconds = accessSeconds): OauthTokens {
    return {
      accessToken: this.accessTokens.issue(user, seconds),
      refreshToken: this.refreshTokens.issue(user, refreshSeconds),
    };
  }

  #exchange({ headers }: ServiceRequest): object {
    const user = this.accessTokens.find(bearerToken(headers['authorization']));
    if (!user) throw new Refusal(401, 'invalid_token', 'The access token is invalid or has expired.');
    const session = this.#sessions.issue(user, credentialsSeconds);
    return {
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      securityToken: session.securityToken,
      expiration: isoSeconds(session.expiration),
    };
  }

  /** A refresh token is good for one use. */
  #refresh({ body }: ServiceRequest): object {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'refresh_token')
      throw new Refusal(400, 'unsupported_grant_type', 'Only refresh tokens are supported here.');
    if (!clientIds.includes(form.get('client_id') ?? ''))
      throw new Refusal(400, 'invalid_client', 'The client is unknown.');
    const user = this.refreshTokens.take(form.get('refresh_token') ?? '');
    if (!user) throw new Refusal(400, 'invalid_grant', 'The refresh token is invalid or has expired.');
    const { accessToken, refreshToken } = this.signIn(user);
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: accessSeconds,
    };
  }
}

function refuse({ status, code, message }: Refusal): Answer {
  return { reply: json(status, { error: code, error_description: message }), outcome: code };
}
