import { boolean, choice, integer, type KeyFacts, value } from './keyFacts.ts';
import type { otherRows } from './otherRows.ts';
import type { settingRows } from './settingRows.ts';

const all = 'BCJGRT';
const fails = { cliFails: true } as const;
const anyCase = { cliFails: true, anyCase: true } as const;

type Setting = keyof typeof settingRows | keyof typeof otherRows;

/** Of keys that decide how tools call AWS, and what they show; without those in a block. */
export const settingFacts: Readonly<Partial<Record<Setting, KeyFacts>>> = {
  region: value('region', all),
  output: choice('BC', ['json', 'text', 'table', 'yaml', 'yaml-stream', 'off'], { default: 'json' }),
  endpoint_url: value('url', all, { since: { cli: '2.13.0' } }),
  services: value('services', 'BCJGR', { since: { cli: '2.13.0' } }),
  ignore_configured_endpoint_urls: { ...boolean('BCJGR'), since: { cli: '2.13.0' } },
  sts_regional_endpoints: choice('B', ['regional', 'legacy'], { default: 'regional', ...fails }),
  use_fips_endpoint: boolean(all),
  use_dualstack_endpoint: boolean(all),
  ca_bundle: value('path', 'BCG'),
  ec2_metadata_service_endpoint: value('url', 'BCJGR', { default: 'http://169.254.169.254' }),
  ec2_metadata_service_endpoint_mode: choice('BCJGR', ['IPv4', 'IPv6'], { default: 'IPv4', ...anyCase }),
  ec2_metadata_v1_disabled: boolean('BCJG'),
  imds_use_ipv6: boolean('BC'),

  account_id_endpoint_mode: choice('BCJGR', ['preferred', 'disabled', 'required'], {
    default: 'preferred',
    ...anyCase,
  }),
  api_versions: value('block', 'BC'),
  auth_scheme_preference: value('list', 'BCJGR'),
  aws_credential_scope: value('text', 'J'),
  cli_auto_prompt: choice('C', ['on', 'on-partial', 'off'], { default: 'off' }),
  cli_binary_format: choice('C', ['base64', 'raw-in-base64-out'], { default: 'base64' }),
  cli_error_format: choice('C', ['enhanced', 'json', 'yaml', 'text', 'table', 'legacy'], {
    default: 'enhanced',
  }),
  cli_follow_urlparam: boolean('B', 'true'),
  cli_help_output: choice('C', ['terminal', 'browser'], { default: 'terminal' }),
  cli_hide_login_output: boolean('C'),
  cli_history: choice('BC', ['enabled', 'disabled'], { default: 'disabled' }),
  cli_pager: value('command', 'C'),
  cli_timestamp_format: choice('BC', ['iso8601', 'wire', 'none'], { default: 'iso8601', ...fails }),
  csm_client_id: value('text', 'BC'),
  csm_enabled: boolean('BC'),
  csm_host: value('text', 'BC', { default: '127.0.0.1' }),
  csm_port: integer('BC', { range: [1, 65_535], default: '31000' }),
  data_path: value('path', 'BC'),
  defaults_mode: choice('BJG', ['legacy', 'standard', 'in-region', 'cross-region', 'mobile', 'auto'], {
    default: 'legacy',
    ...anyCase,
  }),
  disable_clock_skew_correction: boolean('J'),
  disable_host_prefix_injection: boolean('BC'),
  disable_request_compression: boolean('BCJGR'),
  endpoint_discovery_enabled: choice('BCJG', ['true', 'false', 'auto'], { default: 'auto' }),
  max_attempts: integer(all, { range: [1], default: '3', ...fails }),
  metadata_service_num_attempts: integer('BC', { range: [0], default: '1', ...fails }),
  metadata_service_timeout: integer('BC', { range: [0], default: '1', ...fails }),
  parameter_validation: boolean('BC', 'true'),
  proxy_ca_bundle: value('path', 'BC'),
  proxy_client_cert: value('path', 'BC'),
  proxy_use_forwarding_for_https: boolean('BC'),
  request_checksum_calculation: choice('BCJGR', ['when_supported', 'when_required'], {
    default: 'when_supported',
    since: { cli: '2.23.0' },
    ...anyCase,
  }),
  request_min_compression_size_bytes: integer('BCJGR', { range: [1, 1_048_576], default: '10240', ...fails }),
  response_checksum_validation: choice('BCJGR', ['when_supported', 'when_required'], {
    default: 'when_supported',
    since: { cli: '2.23.0' },
    ...anyCase,
  }),
  retry_mode: choice(all, ['standard', 'adaptive', 'legacy'], { default: 'standard', ...fails }),
  s3: value('block', 'BC'),
  s3_disable_express_session_auth: { ...boolean('BCJG'), cliFails: true },
  s3_disable_multiregion_access_points: boolean('JG'),
  s3_us_east_1_regional_endpoint: choice('BC', ['regional', 'legacy'], fails),
  s3_use_arn_region: boolean('BCJG'),
  sdk_ua_app_id: value('text', all),
  sigv4a_signing_region_set: value('list', 'BCJR'),
  tcp_keepalive: boolean('BC'),
  user_agent_appid: value('text', 'BC'),
  user_agent_extra: value('text', 'BC'),
};
