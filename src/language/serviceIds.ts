import { nearestSpelling } from '../profiles/spelling.ts';

/**
 * The names of services in `[services]` sections and in `AWS_ENDPOINT_URL_…`: the `serviceId` of botocore's data in
 * lower case, with `_` for spaces and hyphens.
 */
export const serviceIds: readonly string[] = `
accessanalyzer account acm acm_pca agent_registry agent_registry_control aiops amp amplify amplifybackend
amplifyuibuilder api_gateway apigatewaymanagementapi apigatewayv2 app_mesh appconfig appconfigdata appfabric
appflow appintegrations application_auto_scaling application_discovery_service application_insights
application_signals applicationcostprofiler apprunner appstream appsync arc_region_switch arc_zonal_shift
artifact athena auditmanager auto_scaling auto_scaling_plans b2bi backup backup_gateway backupsearch batch
bcm_dashboards bcm_data_exports bcm_pricing_calculator bcm_recommended_actions bedrock bedrock_agent
bedrock_agent_runtime bedrock_agentcore bedrock_agentcore_control bedrock_data_automation
bedrock_data_automation_runtime bedrock_runtime billing billingconductor braket budgets chatbot chime
chime_sdk_identity chime_sdk_media_pipelines chime_sdk_meetings chime_sdk_messaging chime_sdk_voice cleanrooms
cleanroomsml cloud9 cloudcontrol clouddirectory cloudformation cloudfront cloudfront_keyvaluestore cloudhsm
cloudhsm_v2 cloudsearch cloudsearch_domain cloudtrail cloudtrail_data cloudwatch cloudwatch_logs codeartifact
codebuild codecatalyst codecommit codeconnections codedeploy codeguru_reviewer codeguru_security
codeguruprofiler codepipeline codestar_connections codestar_notifications cognito_identity
cognito_identity_provider cognito_sync comprehend comprehendmedical compute_optimizer
compute_optimizer_automation config_service connect connect_contact_lens connectcampaigns connectcampaignsv2
connectcases connecthealth connectparticipant controlcatalog controltower cost_and_usage_report_service
cost_explorer cost_optimization_hub customer_profiles data_pipeline database_migration_service databrew
dataexchange datasync datazone dax deadline detective device_farm devops_agent devops_guru direct_connect
directory_service directory_service_data dlm docdb docdb_elastic drs dsql dynamodb dynamodb_streams ebs ec2
ec2_instance_connect ecr ecr_public ecs efs eks eks_auth elastic_beanstalk elastic_load_balancing
elastic_load_balancing_v2 elasticache elasticsearch_service elementalinference emr emr_containers
emr_serverless entityresolution eventbridge evs finspace finspace_data firehose fis fms forecast forecastquery
frauddetector freetier fsx gamelift gameliftstreams geo_maps geo_places geo_routes glacier global_accelerator
glue grafana greengrass greengrassv2 groundstation guardduty health healthlake iam identitystore imagebuilder
importexport inspector inspector2 inspector_scan interconnect internetmonitor invoicing iot iot_data_plane
iot_jobs_data_plane iot_managed_integrations iot_wireless iotdeviceadvisor iotfleetwise iotsecuretunneling
iotsitewise iotthingsgraph iottwinmaker ivs ivs_realtime ivschat kafka kafkaconnect kendra kendra_ranking
keyspaces keyspacesstreams kinesis kinesis_analytics kinesis_analytics_v2 kinesis_video
kinesis_video_archived_media kinesis_video_media kinesis_video_signaling kinesis_video_webrtc_storage kms
lakeformation lambda lambda_core lambda_microvms launch_wizard lex_model_building_service lex_models_v2
lex_runtime_service lex_runtime_v2 license_manager license_manager_linux_subscriptions
license_manager_user_subscriptions lightsail location lookoutequipment m2 machine_learning macie2 mailmanager
managedblockchain managedblockchain_query marketplace_agreement marketplace_catalog
marketplace_commerce_analytics marketplace_deployment marketplace_discovery marketplace_entitlement_service
marketplace_metering marketplace_reporting mediaconnect mediaconvert medialive mediapackage mediapackage_vod
mediapackagev2 mediastore mediastore_data mediatailor medical_imaging memorydb mgn migration_hub
migration_hub_refactor_spaces migrationhub_config migrationhuborchestrator migrationhubstrategy mpa mq mturk
mwaa mwaa_serverless neptune neptune_graph neptunedata network_firewall networkflowmonitor networkmanager
networkmonitor notifications notificationscontacts nova_act oam observabilityadmin odb omics opensearch
opensearchserverless organizations osis outposts partnercentral_account partnercentral_benefits
partnercentral_channel partnercentral_revenue_measurement partnercentral_selling payment_cryptography
payment_cryptography_data pca_connector_ad pca_connector_scep pcs personalize personalize_events
personalize_runtime pi pinpoint pinpoint_email pinpoint_sms_voice pinpoint_sms_voice_v2 pipes polly pricing
pricing_plan_manager proton qapps qbusiness qconnect quicksight ram rbin rds rds_data redshift redshift_data
redshift_serverless rekognition repostspace resiliencehub resiliencehubv2 resource_explorer_2 resource_groups
resource_groups_tagging_api rolesanywhere route53_recovery_cluster route53_recovery_control_config
route53_recovery_readiness route53globalresolver route53profiles route53resolver route_53 route_53_domains
rtbfabric rum s3 s3_control s3files s3outposts s3tables s3vectors sagemaker sagemaker_a2i_runtime
sagemaker_edge sagemaker_featurestore_runtime sagemaker_geospatial sagemaker_metrics sagemaker_runtime
sagemakerjobruntime savingsplans scheduler schemas secrets_manager security_ir securityagent securityhub
securitylake serverlessapplicationrepository service_catalog service_catalog_appregistry service_quotas
servicediscovery ses sesv2 sfn shield signer signer_data signin simpledb simpledbv2 snow_device_management
snowball sns socialmessaging sqs ssm ssm_contacts ssm_guiconnect ssm_incidents ssm_quicksetup ssm_sap sso
sso_admin sso_oidc storage_gateway sts supplychain support support_app supportauthz sustainability swf
synthetics taxsettings textract timestream_influxdb timestream_query timestream_write tnb transcribe transfer
translate trustedadvisor uxc verifiedpermissions voice_id vpc_lattice waf waf_regional wafv2 wellarchitected
wickr wisdom workdocs workmail workmailmessageflow workspaces workspaces_instances workspaces_thin_client
workspaces_web xray
`
  .trim()
  .split(/\s+/u);

/** Names of the AWS CLI's commands and of botocore's data that have another service ID. */
const commands: ReadonlyMap<string, string> = new Map([
  ['apigateway', 'api_gateway'],
  ['application-autoscaling', 'application_auto_scaling'],
  ['appmesh', 'app_mesh'],
  ['autoscaling-plans', 'auto_scaling_plans'],
  ['autoscaling', 'auto_scaling'],
  ['ce', 'cost_explorer'],
  ['cloudhsmv2', 'cloudhsm_v2'],
  ['cloudsearchdomain', 'cloudsearch_domain'],
  ['cognito-idp', 'cognito_identity_provider'],
  ['config', 'config_service'],
  ['cur', 'cost_and_usage_report_service'],
  ['datapipeline', 'data_pipeline'],
  ['devicefarm', 'device_farm'],
  ['directconnect', 'direct_connect'],
  ['discovery', 'application_discovery_service'],
  ['dms', 'database_migration_service'],
  ['ds-data', 'directory_service_data'],
  ['ds', 'directory_service'],
  ['dynamodbstreams', 'dynamodb_streams'],
  ['elasticbeanstalk', 'elastic_beanstalk'],
  ['elb', 'elastic_load_balancing'],
  ['elbv2', 'elastic_load_balancing_v2'],
  ['es', 'elasticsearch_service'],
  ['events', 'eventbridge'],
  ['globalaccelerator', 'global_accelerator'],
  ['iot-data', 'iot_data_plane'],
  ['iot-jobs-data', 'iot_jobs_data_plane'],
  ['iotwireless', 'iot_wireless'],
  ['kinesisanalytics', 'kinesis_analytics'],
  ['kinesisanalyticsv2', 'kinesis_analytics_v2'],
  ['kinesisvideo', 'kinesis_video'],
  ['lex-models', 'lex_model_building_service'],
  ['lex-runtime', 'lex_runtime_service'],
  ['lexv2-models', 'lex_models_v2'],
  ['lexv2-runtime', 'lex_runtime_v2'],
  ['logs', 'cloudwatch_logs'],
  ['machinelearning', 'machine_learning'],
  ['marketplace-entitlement', 'marketplace_entitlement_service'],
  ['marketplacecommerceanalytics', 'marketplace_commerce_analytics'],
  ['meteringmarketplace', 'marketplace_metering'],
  ['mgh', 'migration_hub'],
  ['resourcegroupstaggingapi', 'resource_groups_tagging_api'],
  ['route53', 'route_53'],
  ['route53domains', 'route_53_domains'],
  ['s3control', 's3_control'],
  ['sdb', 'simpledb'],
  ['secretsmanager', 'secrets_manager'],
  ['serverlessrepo', 'serverlessapplicationrepository'],
  ['servicecatalog-appregistry', 'service_catalog_appregistry'],
  ['servicecatalog', 'service_catalog'],
  ['sms-voice', 'pinpoint_sms_voice'],
  ['stepfunctions', 'sfn'],
  ['storagegateway', 'storage_gateway'],
]);

const known: ReadonlySet<string> = new Set(serviceIds);

export function isServiceId(name: string): boolean {
  return known.has(name);
}

/** The service ID that is meant by the name of a command, or by a misspelled ID; undefined if nothing is similar. */
export function meantServiceId(name: string): string | undefined {
  const written = name.toLowerCase();
  const own = commands.get(written) ?? written.replaceAll(/[\s-]/gu, '_');
  if (known.has(own)) return own;
  const most = own.length >= 8 ? 2 : own.length >= 5 ? 1 : 0;
  return nearestSpelling(own, serviceIds, most);
}
