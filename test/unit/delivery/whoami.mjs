import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

// It knows nothing of Rolecall: the default chain finds the credentials, and the region.
const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
console.log(Arn);
