import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { whoAmIProgram } from '../alibaba/programs/whoAmI.ts';
import { s3Program } from '../aws/programs/s3Program.ts';

const projectManifest = join(import.meta.dirname, '..', '..', 'package.json');

/** Fills the folder that `npm start` opens: instructions, and a script that prints the caller's identity. */
export async function fillPlayground(folder: string, kind: 'sample' | 'real' = 'sample'): Promise<void> {
  await writeFile(join(folder, 'README.md'), kind === 'real' ? readme : readme + sampleReadme);
  await writeFile(join(folder, 'whoami.mjs'), whoami);
  if (kind === 'sample') {
    await Promise.all([
      writeFile(join(folder, 's3.mjs'), importing(s3Program)),
      writeFile(join(folder, 'whoamiAlibaba.mjs'), importing(whoAmIProgram)),
      writeFile(join(folder, 'infrastructure.tf'), infrastructure),
    ]);
  }
}

/** A program that runs another one. */
function importing(program: string): string {
  return `import ${JSON.stringify(pathToFileURL(program).href)};\n`;
}

const readme = `# Try Rolecall

1. Click the AWS profile in the status bar, at the bottom left, or press Ctrl+K A (Cmd+K A on macOS). Choose a profile.
2. Open a terminal (Ctrl+Shift+\`) and ask AWS who you are:

   \`\`\`
   node whoami.mjs
   \`\`\`

The script does not depend on Rolecall: it uses the AWS SDK's default credential chain, as your own programs do.

Press F1 and type *Rolecall* for everything else. Ctrl+K B returns to the previous profile, and Ctrl+Shift+A presses the
first button of a notification.
`;

const sampleReadme = `
These profiles are samples, and AWS is a small server on this machine. It checks signatures, MFA codes, and trust
policies as AWS does. When Rolecall asks for an MFA code, enter the one that \`npm start\` shows in its terminal.

- \`maya\`: access keys with an MFA device; one code covers all the roles below for hours
- \`dev\`, \`prod-admin\`: roles that require MFA
- \`prod-deploy\`: a role that only \`dev\` can assume
- \`maya-12h\`: a role with a session of twelve hours
- \`sandbox\`: a role that requires a sign-in to the sample's own IAM Identity Center: choose *Allow access* in the browser
- \`old-laptop\`: a profile that does not work, with the reason

To see less access, use \`dev\` and write an object. Then choose *Rolecall: Use with Less Access…* and *Read-only*, or let
the command pass for that of an AI agent:

\`\`\`
node s3.mjs put rolecall-development/hello.txt
AI_AGENT=me node s3.mjs put rolecall-development/hello.txt
\`\`\`

The AWS console is a page that says as whom it was opened, and where:

- The globe of a profile in the *AWS Profiles* view opens it. *Rolecall: Open AWS Console…* asks where to.
- In \`infrastructure.tf\`, follow an ARN: press Ctrl (Cmd on macOS) and click on it.
- *Rolecall: Sign In with AWS Console…* needs no profile: the page in the browser signs you in as the user \`yuki\`.

This machine also looks like a PAI DSW instance of Alibaba Cloud, with files of the Alibaba Cloud CLI that win over the
role of the instance. Use *Instance RAM role (credentials URI)* in the view, and open a terminal:

\`\`\`
node whoamiAlibaba.mjs
\`\`\`

To add a sign-in of your own, use the start URL \`https://example.awsapps.com/start\` and the region \`us-east-1\`.
`;

const infrastructure = `# Press Ctrl (Cmd on macOS) and click on an ARN: it opens in the AWS console with a profile of its account.
locals {
  tools_logs   = "arn:aws:logs:eu-central-1:111122223333:log-group:/tools/build"
  jobs         = "arn:aws:sqs:eu-central-1:444455556666:jobs"
  live_orders  = "arn:aws:lambda:eu-central-1:777788889999:function:orders"
  of_a_partner = "arn:aws:sns:eu-central-1:222233334444:deliveries"
}
`;

const whoami = `import { createRequire } from 'node:module';

const { GetCallerIdentityCommand, STSClient } = createRequire(${JSON.stringify(projectManifest)})(
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
