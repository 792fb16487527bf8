/**
 * A region that is near, among those that every account may use from the start (AWS Account Management Reference Guide,
 * "Enable or disable AWS Regions"). `timeZone` is an IANA name, `language` as in `pt-br`.
 */
export function nearRegion(timeZone: string, language: string): string {
  const byZone = zones.find(([zone]) => zone.test(timeZone))?.[1];
  return byZone ?? languages.find(([start]) => start.test(language))?.[1] ?? 'us-east-1';
}

const zones: readonly (readonly [zone: RegExp, region: string])[] = [
  [/^Asia\/Tokyo$|^Japan$/u, 'ap-northeast-1'],
  [/^Asia\/(?:Seoul|Pyongyang)$/u, 'ap-northeast-2'],
  [/^Asia\/(?:Kolkata|Calcutta|Colombo|Dhaka|Karachi|Kathmandu|Katmandu|Dubai|Muscat)$/u, 'ap-south-1'],
  [
    /^Asia\/(?:Jerusalem|Tel_Aviv|Beirut|Nicosia|Istanbul|Tbilisi|Yerevan|Baku|Amman|Damascus)$/u,
    'eu-central-1',
  ],
  [/^Asia\//u, 'ap-southeast-1'],
  [/^(?:Australia|Pacific|Antarctica)\//u, 'ap-southeast-2'],
  [/^(?:Europe\/(?:London|Belfast|Jersey|Guernsey|Isle_of_Man)|GB)$/u, 'eu-west-2'],
  [
    /^(?:Europe\/(?:Dublin|Lisbon)|Atlantic\/|Africa\/(?:Casablanca|Lagos|Accra|Abidjan|Dakar))/u,
    'eu-west-1',
  ],
  [/^Europe\/(?:Paris|Brussels|Luxembourg|Monaco|Madrid|Andorra)$/u, 'eu-west-3'],
  [/^Europe\/(?:Stockholm|Oslo|Copenhagen|Helsinki|Tallinn|Riga|Vilnius|Mariehamn)$/u, 'eu-north-1'],
  [/^(?:Europe|Africa)\//u, 'eu-central-1'],
  [
    /^America\/(?:Sao_Paulo|Bahia|Fortaleza|Recife|Manaus|Belem|Argentina|Buenos_Aires|Montevideo|Asuncion|Santiago)/u,
    'sa-east-1',
  ],
  [/^America\/(?:Toronto|Montreal|Halifax|St_Johns|Winnipeg|Regina|Edmonton|Moncton)$/u, 'ca-central-1'],
  [/^America\/(?:Los_Angeles|Vancouver|Tijuana|Phoenix|Denver|Boise|Anchorage|Whitehorse)$/u, 'us-west-2'],
  [/^America\//u, 'us-east-1'],
];

/** For machines whose time zone is that of servers. */
const languages: readonly (readonly [start: RegExp, region: string])[] = [
  [/^ja/u, 'ap-northeast-1'],
  [/^ko/u, 'ap-northeast-2'],
  [/^zh/u, 'ap-southeast-1'],
  [/^fr/u, 'eu-west-3'],
  [/^(?:de|it|pl|cs|hu|tr|ru|bg)/u, 'eu-central-1'],
  [/^pt/u, 'sa-east-1'],
];
