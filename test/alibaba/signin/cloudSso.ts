import type { Answer, Service, ServiceRequest } from '../../aws/http/service.ts';
import { json } from '../../aws/machineRoles/containerAgents.ts';
import { Refusal } from '../../aws/sts/refusals.ts';
import type { AccessConfiguration } from '../alibabaWorld.ts';
import type { RamRoleSource } from '../sources/instanceRole.ts';
import { credentialsJson, ramRoleCaller } from '../ram/ramSessions.ts';
import { requestId } from '../sts/alibabaSts.ts';
import { bearerToken, SignInTokens } from './signInTokens.ts';

const credentialsSeconds = 3600;

/** The access portal of CloudSSO, as far as a signed-in CLI uses it. Its action is `cloudCredentials`. */
export class CloudSso {
  readonly service: Service;
  readonly tokens: SignInTokens<string>;
  readonly #source: RamRoleSource;
  readonly #configurations: readonly AccessConfiguration[];

  constructor(source: RamRoleSource, configurations: readonly AccessConfiguration[]) {
    this.#source = source;
    this.#configurations = configurations;
    this.tokens = new SignInTokens(source.clock);
    this.service = {
      open: (request) => {
        if (request.path !== '/cloud-credentials') return undefined;
        const body = readBody(request);
        return {
          action: 'cloudCredentials',
          parameters: body,
          accessKeyId: undefined,
          answer: async () => {
            try {
              return this.#answer(request, body);
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

  /** An access token, as the CLI has it after a sign-in in the browser. `seconds`: how long it is valid. */
  signIn(person = 'lin', seconds = 8 * 3600): string {
    return this.tokens.issue(person, seconds);
  }

  #answer({ method, headers }: ServiceRequest, body: Readonly<Record<string, string>>): Answer {
    if (method !== 'POST') throw new Refusal(405, 'MethodNotAllowed', 'Use POST.');
    const person = this.tokens.find(bearerToken(headers['authorization']));
    if (person === undefined) throw new Refusal(401, 'InvalidAccessToken', 'The access token is invalid.');
    if (headers['content-type']?.startsWith('application/json') !== true)
      throw new Refusal(415, 'UnsupportedMediaType', 'The body must be JSON.');
    const { AccountId, AccessConfigurationId } = body;
    const found = this.#configurations.find(
      ({ accountId, id }) => accountId === AccountId && id === AccessConfigurationId,
    );
    if (!found) throw new Refusal(403, 'Forbidden.AccessAssignment', 'You have no such access.');
    const role = this.#source.ram.addRole(found.accountId, {
      name: `AliyunReservedSSO-${found.name}-${found.id.slice(3, 11)}`,
      trust: {},
      policies: ['AdministratorAccess'],
    });
    const session = this.#source.sessions.issue(ramRoleCaller(role, person), credentialsSeconds);
    const content = { CloudCredential: credentialsJson(session), RequestId: requestId() };
    return { reply: json(200, content), outcome: 'OK', principalArn: session.caller.arn };
  }
}

/** The members of the body that are texts. */
function readBody({ body }: ServiceRequest): Readonly<Record<string, string>> {
  try {
    const members = Object.entries(Object(JSON.parse(body)) as object);
    return Object.fromEntries(
      members.filter((member): member is [string, string] => typeof member[1] === 'string'),
    );
  } catch {
    return {};
  }
}

function refuse({ status, code, message }: Refusal): Answer {
  const content = { ErrorCode: code, ErrorMessage: message, RequestId: requestId() };
  return { reply: json(status, content), outcome: code };
}
