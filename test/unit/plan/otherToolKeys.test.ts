import assert from 'node:assert/strict';
import { isPlan } from '../../../src/plan/plan.ts';
import { keys, planFor, role } from './planText.ts';

const assume = `${role('R')}\nsource_profile = base`;
const assignment = 'sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin';
const temporary = `${keys('ASIA1')}\naws_session_token = t`;
const files = `[profile base]\n${keys('AKIA9')}\n[sso-session corp]\nsso_start_url = https://x\nsso_region = r\n`;

/** What other tools write into profiles, and what users add for them. */
const profiles: Readonly<Record<string, string>> = {
  'granted, with its program':
    'granted_sso_start_url = x\ngranted_sso_region = r\ngranted_sso_account_id = 1\ngranted_sso_role_name = x\ncommon_fate_generated_from = aws-sso\ncredential_process = granted credential-process --profile dev',
  granted: `${assignment}\ngranted_color = red\ngranted_icon = x\ncredential_process_auto_login = true`,
  'aws-sso-util': `${assignment}\nsso_auto_populated = true\nsso_account_name = Dev\nsso_interactive_auth = true`,
  saml2aws: `${temporary}\naws_security_token = t\nx_principal_arn = arn:aws:sts::1:assumed-role/x/y\nx_security_token_expires = 2099-01-01T00:00:00Z`,
  'aws-azure-login': `${temporary}\naws_expiration = 2099-01-01T00:00:00.000Z\nazure_tenant_id = x\nazure_app_id_uri = x\nazure_default_username = x\nazure_default_role_arn = x\nazure_default_duration_hours = 8`,
  awsume: `${assume}\nautoawsume = true\nrole_duration = 3600\nmanager = awsumepy\nexpiration = 2099-01-01 00:00:00`,
  'aws-mfa': `${temporary}\nassumed_role = True\nassumed_role_arn = arn:aws:iam::1:role/x\nexpiration = 2099-01-01 00:00:00`,
  'aws-mfa, long-term keys': `${keys('AKIA1')}\naws_mfa_device = arn:aws:iam::1:mfa/x`,
  'aws-okta': `${assume}\naws_saml_url = x\nassume_role_ttl = 1h\nsession_ttl = 1h\nmfa_provider = OKTA\nmfa_factor_type = push`,
  'aws-adfs': `${temporary}\nadfs_config.role_arn = x\nadfs_config.adfs_host = x\nadfs_config.session_duration = 3600`,
  'aws-google-auth': `${temporary}\ngoogle_config.ask_role = False\ngoogle_config.google_idp_id = x\ngoogle_config.role_arn = x`,
  'AWS Extend Switch Roles': `${assume}\ncolor = ff0000\nimage = x\naws_account_id = 222222222222\ntarget_role_name = x\ntarget_region = x`,
  okta: `${temporary}\nokta_username = u\nbase-url = x\nfactor = OKTA\napp-link = x\nrole = x`,
  LocalStack: `${keys('test')}\nendpoint_url = http://localhost:4566\ns3 =\n  addressing_style = path\n  endpoint_url = http://localhost:4566\nplugins = endpoint`,
  MinIO: `${keys('minioadmin')}\ns3 =\n  signature_version = s3v4\n  multipart_threshold = 64MB\n  max_bandwidth = 50MB/s`,
  Terraform: `${assume}\nassume_role_arn = x\nassume_role_external_id = x\nskip_region_validation = true\nbucket = b\nkey = k`,
  Steampipe: `${assignment}\nregions = *\nignore_error_codes = x\nmax_error_retry_attempts = 2`,
  'AWS CLI': `${keys('AKIA1')}\ncli_pager =\ncli_auto_prompt = on-partial\nemr =\n  service_role = x\n  instance_profile = y\napi_versions =\n  ec2 = 2015-03-01`,
  'own notes': `${assignment}\nname = Prod\ndescription = Ours: take care\nexternal = false\nowner = me\ncost_center = 4\nlearn = more\nsso_max_attempts = 3`,
};

describe('keys of other tools beside credentials', () => {
  for (const [tool, lines] of Object.entries(profiles))
    it(`make neither a failure nor a note: ${tool}`, () => {
      const planned = planFor({ config: `${files}[profile dev]\nregion = r\n${lines}` });
      assert.ok(isPlan(planned), JSON.stringify(planned));
      assert.deepEqual(planned.notes, []);
    });
});
