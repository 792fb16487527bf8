import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromProcess } from '@aws-sdk/credential-provider-process';
import http from 'node:http';

// Prints who the default chain becomes, or its error; and why the source of its profile fails, or nothing. At the usual
// address of the metadata service, the instance in INSTANCE_METADATA answers.
const { request } = http;
http.request = (options, ...more) => {
  const { hostname, port } = new URL(process.env['INSTANCE_METADATA']);
  const isForInstance = options.hostname === '169.254.169.254';
  return request(isForInstance ? Object.assign({}, options, { hostname, port }) : options, ...more);
};
const caller = await new STSClient({}).send(new GetCallerIdentityCommand({})).then(
  ({ Arn }) => Arn,
  ({ message }) => message,
);
const reason = await fromProcess()().then(
  () => '',
  ({ message }) => message,
);
console.log(JSON.stringify({ caller, reason }));
