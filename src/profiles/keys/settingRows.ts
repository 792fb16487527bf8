import { type ConfigKey, matches, profile, regionPattern } from './configKey.ts';

/** A text can have the form of an address and be none: `http://host:port`. */
const isAddress = (value: string) => /^https?:\/\/[^\s/]\S*$/iu.test(value) && URL.canParse(value);

/** How tools call AWS, and what they show. */
export const settingRows = {
  region: {
    sections: profile,
    affectsCalls: true,
    isIncluded: true,
    typicalOfProfile: true,
    accepts: matches(regionPattern),
    example: 'eu-west-1',
    variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  },
  output: { sections: profile, typicalOfProfile: true, variables: ['AWS_DEFAULT_OUTPUT'] },
  endpoint_url: {
    sections: ['profile', 'services'],
    affectsCalls: true,
    chosenOnly: true,
    isIncluded: true,
    accepts: isAddress,
    example: 'https://sts.example.com',
    variables: ['AWS_ENDPOINT_URL'],
  },
  /** The name of a `[services x]` section. */
  services: { sections: profile, chosenOnly: true },
  ignore_configured_endpoint_urls: {
    sections: profile,
    chosenOnly: true,
    variables: ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
  },
  sts_regional_endpoints: {
    sections: profile,
    chosenOnly: true,
    isIncluded: true,
    accepts: matches(/^(?:legacy|regional)$/u),
    example: 'regional',
    variables: ['AWS_STS_REGIONAL_ENDPOINTS'],
  },
  use_fips_endpoint: { sections: profile, chosenOnly: true, variables: ['AWS_USE_FIPS_ENDPOINT'] },
  use_dualstack_endpoint: { sections: profile, chosenOnly: true, variables: ['AWS_USE_DUALSTACK_ENDPOINT'] },
  ca_bundle: { sections: profile, chosenOnly: true, variables: ['AWS_CA_BUNDLE'] },

  ec2_metadata_service_endpoint: {
    sections: profile,
    accepts: isAddress,
    example: 'http://169.254.169.254',
    variables: ['AWS_EC2_METADATA_SERVICE_ENDPOINT'],
  },
  ec2_metadata_service_endpoint_mode: {
    sections: profile,
    variables: ['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'],
  },
  ec2_metadata_v1_disabled: {
    sections: profile,
    variables: ['AWS_EC2_METADATA_V1_DISABLED'],
  },
  imds_use_ipv6: { sections: profile, variables: ['AWS_IMDS_USE_IPV6'] },
} as const satisfies Readonly<Record<string, ConfigKey>>;
