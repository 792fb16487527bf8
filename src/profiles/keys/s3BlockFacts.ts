import { boolean, choice, integer, type KeyFacts, readers } from './keyFacts.ts';

const size = { form: 'size', readBy: readers('BC') } as const;
const rate = { form: 'rate', readBy: readers('BC') } as const;

/** Of the keys below `s3 =` (botocore `args.py`; the CLI's `customizations/s3/transferconfig.py`). */
export const s3BlockFacts: Readonly<Record<string, KeyFacts>> = {
  addressing_style: choice('BC', ['auto', 'virtual', 'path'], { default: 'auto', cliFails: true }),
  use_accelerate_endpoint: boolean('BC'),
  use_dualstack_endpoint: boolean('BC'),
  payload_signing_enabled: boolean('BC'),
  use_arn_region: boolean('BC'),
  us_east_1_regional_endpoint: choice('BC', ['regional', 'legacy'], { cliFails: true }),
  s3_disable_multiregion_access_points: boolean('BC'),
  max_concurrent_requests: integer('BC', { range: [1], default: '10', cliFails: true }),
  max_queue_size: integer('BC', { range: [1], default: '1000', cliFails: true }),
  multipart_threshold: { ...size, default: '8MB' },
  multipart_chunksize: { ...size, default: '8MB' },
  io_chunksize: { ...size, default: '256KB' },
  max_bandwidth: rate,
  target_bandwidth: rate,
  disk_throughput: rate,
  preferred_transfer_client: choice('BC', ['auto', 'classic', 'crt', 'default'], { default: 'auto' }),
  should_stream: boolean('BC'),
  direct_io: boolean('BC'),
};
