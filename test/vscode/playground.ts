import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Fills the folder that `npm start` opens. */
export async function fillPlayground(folder: string, checkout: string, real: boolean): Promise<void> {
  await writeFile(join(folder, 'README.md'), real ? readme : readme + sampleReadme);
  await writeFile(join(folder, 'whoami.mjs'), whoami(checkout));
}

const readme = `# Try Rolecall

1. Click the AWS profile in the status bar, at the bottom left, and choose one.
2. Open a terminal and ask AWS who you are:

   \`\`\`
   node whoami.mjs
   \`\`\`

The script knows nothing of Rolecall: it uses the AWS SDK's default credential chain, as any program of yours does.
`;

const sampleReadme = `
Here AWS is a small server on this machine, and the profiles are samples. It checks signatures, MFA codes and trust
policies as AWS does. Where a code is asked for, type the one that the terminal of \`npm start\` shows.

- \`maya\`: keys and a phone; one code serves every role below for hours
- \`dev\`, \`prod-admin\`: roles that ask for MFA
- \`prod-deploy\`: a role that only \`dev\` may assume
- \`maya-12h\`: a role for twelve hours
- \`sandbox\`: a role for which you sign in, at a page of the sample's own IAM Identity Center
- \`old-laptop\`: a profile that no longer works, and why
`;

function whoami(checkout: string): string {
  return `import { createRequire } from 'node:module';

const { GetCallerIdentityCommand, STSClient } = createRequire(${JSON.stringify(join(checkout, 'package.json'))})(
  '@aws-sdk/client-sts',
);

// This machine's Node may be older than the SDK likes to see.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

try {
  const { Arn } = await new STSClient().send(new GetCallerIdentityCommand());
  console.log('You are', Arn);
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
`;
}
