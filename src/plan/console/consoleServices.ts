import { japaneseWords } from './japaneseWords.ts';

/** A service of the console. */
export interface ConsoleService {
  readonly id: string;
  /** As AWS writes it. */
  readonly name: string;
  /** The path of its page, which may have a route after `#`. */
  readonly path: string;
  /** Other words by which people look for it. */
  readonly aliases: readonly string[];
  /** Whether its page is the same in all regions. */
  readonly isGlobal?: true;
}

type Row = readonly [id: string, name: string, path: string, aliases: string, isGlobal?: typeof isGlobal];

const isGlobal = true;

/** The paths are those of links of AWS's documentation, AWS Toolkit for VS Code, and Granted (`service_map.go`). */
const table: readonly Row[] = [
  ['ec2', 'EC2', 'ec2/home', 'instances, virtual machines, elastic compute cloud'],
  ['s3', 'S3', 's3/home', 'buckets, simple storage service, storage'],
  ['lambda', 'Lambda', 'lambda/home', 'functions, serverless'],
  ['cloudwatch', 'CloudWatch', 'cloudwatch/home', 'cw, metrics, alarms, dashboards'],
  ['logs', 'CloudWatch Logs', 'cloudwatch/home#logsV2:log-groups', 'log groups, cwl, log insights'],
  ['iam', 'IAM', 'iam/home', 'users, roles, policies, identity and access management', isGlobal],
  ['cloudformation', 'CloudFormation', 'cloudformation/home', 'cf, cfn, stacks'],
  ['rds', 'RDS', 'rds/home', 'aurora, databases, relational database service'],
  ['dynamodb', 'DynamoDB', 'dynamodbv2/home', 'ddb, tables, nosql'],
  ['ecs', 'Elastic Container Service', 'ecs/v2/clusters', 'fargate, containers, tasks'],
  ['eks', 'Elastic Kubernetes Service', 'eks/home', 'kubernetes, k8s'],
  ['ecr', 'Elastic Container Registry', 'ecr/repositories', 'docker, images, repositories'],
  ['vpc', 'VPC', 'vpcconsole/home', 'subnets, security groups, networking, virtual private cloud'],
  ['systems-manager', 'Systems Manager', 'systems-manager/home', 'ssm, session manager'],
  ['parameters', 'Parameter Store', 'systems-manager/parameters', 'ssm parameters, parameter'],
  ['secretsmanager', 'Secrets Manager', 'secretsmanager/listsecrets', 'secrets'],
  ['billing', 'Billing and Cost Management', 'billing/home', 'bills, payments, invoices', isGlobal],
  ['cost-explorer', 'Cost Explorer', 'costmanagement/home#/cost-explorer', 'costs, spending, ce', isGlobal],
  ['route53', 'Route 53', 'route53/v2/home', 'r53, dns, hosted zones, domains', isGlobal],
  ['cloudfront', 'CloudFront', 'cloudfront/v4/home', 'cdn, distributions', isGlobal],
  ['apigateway', 'API Gateway', 'apigateway/main/apis', 'apigw, rest api, http api'],
  ['sqs', 'Simple Queue Service', 'sqs/v3/home', 'queues'],
  ['sns', 'Simple Notification Service', 'sns/v3/home', 'topics'],
  ['eventbridge', 'EventBridge', 'events/home', 'events, rules, event buses, scheduler'],
  ['stepfunctions', 'Step Functions', 'states/home', 'sfn, states, state machines, workflows'],
  ['kms', 'Key Management Service', 'kms/home', 'keys, encryption'],
  ['cloudtrail', 'CloudTrail', 'cloudtrailv2/home', 'trail, audit, event history'],
  ['singlesignon', 'IAM Identity Center', 'singlesignon/home', 'sso, identity center, permission sets'],
  ['organizations', 'AWS Organizations', 'organizations/v2/home', 'orgs, accounts', isGlobal],
  ['acm', 'Certificate Manager', 'acm/home', 'certificates, tls, ssl'],
  ['bedrock', 'Amazon Bedrock', 'bedrock/home', 'ai, models, generative ai'],
  ['sagemaker', 'Amazon SageMaker AI', 'sagemaker/home', 'ml, machine learning, notebooks'],
  ['athena', 'Athena', 'athena/home', 'query, sql'],
  ['glue', 'AWS Glue', 'glue/home', 'etl, data catalog'],
  ['redshift', 'Amazon Redshift', 'redshiftv2/home', 'data warehouse'],
  ['opensearch', 'Amazon OpenSearch Service', 'aos/home', 'elasticsearch, aos'],
  ['elasticache', 'ElastiCache', 'elasticache/home', 'redis, valkey, memcached'],
  ['kinesis', 'Kinesis', 'kinesis/home', 'streams, data streams'],
  ['msk', 'Amazon MSK', 'msk/home', 'kafka'],
  ['efs', 'EFS', 'efs/home', 'file systems, elastic file system, nfs'],
  ['cognito', 'Amazon Cognito', 'cognito/v2/home', 'user pools, identity pools'],
  ['codepipeline', 'CodePipeline', 'codesuite/codepipeline/pipelines', 'pipelines, ci, cd'],
  ['codebuild', 'CodeBuild', 'codesuite/codebuild/projects', 'builds'],
  ['elasticbeanstalk', 'Elastic Beanstalk', 'elasticbeanstalk/home', 'eb, beanstalk'],
  ['guardduty', 'GuardDuty', 'guardduty/home', 'findings, threats'],
  ['securityhub', 'Security Hub', 'securityhub/home', 'security findings'],
  ['wafv2', 'WAF & Shield', 'wafv2/homev2', 'waf, firewall, shield'],
  ['docdb', 'Amazon DocumentDB', 'docdb/home', 'documentdb, mongodb'],
  ['dms', 'Database Migration Service', 'dms/v2/home', 'migration'],
  ['servicequotas', 'Service Quotas', 'servicequotas/home', 'quotas, limits'],
];

/** The services of the console that are used most, in that order. */
export const consoleServices: readonly ConsoleService[] = table.map(([id, name, path, aliases, global]) => ({
  id,
  name,
  path,
  aliases: [aliases, japaneseWords[id] ?? []].flat().flatMap((words) => serviceWord(words).split(', ')),
  ...(global && { isGlobal: global }),
}));

/** A word as services have it, without differences of case and width: Japanese input methods also write `ＥＣ２`. */
export function serviceWord(typed: string): string {
  return typed.normalize('NFKC').toLowerCase();
}

/** The service with this ID or alias. */
export function consoleService(word: string): ConsoleService | undefined {
  const searched = serviceWord(word);
  return (
    consoleServices.find(({ id }) => id === searched) ??
    consoleServices.find(({ aliases }) => aliases.includes(searched))
  );
}
