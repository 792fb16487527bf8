import * as vscode from 'vscode';
import { regionName } from '../plan/endpoints/regions.ts';

/** `eu-west-1 (Ireland)`; the code alone for a region that is not known. */
export function regionWords(code: string): string {
  const city = regionCity(code);
  return city === '' ? code : `${code} (${city})`;
}

/** The city or area of a region; empty for a region that is not known. */
export function regionCity(code: string): string {
  // Ten thousand rows ask for them.
  return (made ??= new Map(Object.entries(cities()))).get(code) ?? regionName(code) ?? '';
}

/**
 * What a list of regions shows beside the code, so that a region is found by each of its names: AWS's name, and before
 * it the city in the user's language, if that name does not contain it.
 */
export function regionDescription(code: string): readonly string[] {
  const [city, name = ''] = [regionCity(code), regionName(code)];
  return [...(name.includes(city) ? [] : [city]), name];
}

let made: ReadonlyMap<string, string> | undefined;

/** AWS's names for the places, as in its list of regions. */
function cities(): Readonly<Record<string, string>> {
  const t = vscode.l10n.t;
  return {
    'af-south-1': t('Cape Town'),
    'ap-east-1': t('Hong Kong'),
    'ap-east-2': t('Taipei'),
    'ap-northeast-1': t('Tokyo'),
    'ap-northeast-2': t('Seoul'),
    'ap-northeast-3': t('Osaka'),
    'ap-south-1': t('Mumbai'),
    'ap-south-2': t('Hyderabad'),
    'ap-southeast-1': t('Singapore'),
    'ap-southeast-2': t('Sydney'),
    'ap-southeast-3': t('Jakarta'),
    'ap-southeast-4': t('Melbourne'),
    'ap-southeast-5': t('Malaysia'),
    'ap-southeast-6': t('New Zealand'),
    'ap-southeast-7': t('Thailand'),
    'ca-central-1': t('Canada'),
    'ca-west-1': t('Calgary'),
    'cn-north-1': t('Beijing'),
    'cn-northwest-1': t('Ningxia'),
    'eu-central-1': t('Frankfurt'),
    'eu-central-2': t('Zurich'),
    'eu-north-1': t('Stockholm'),
    'eu-south-1': t('Milan'),
    'eu-south-2': t('Spain'),
    'eu-west-1': t('Ireland'),
    'eu-west-2': t('London'),
    'eu-west-3': t('Paris'),
    'eusc-de-east-1': t('Germany'),
    'il-central-1': t('Tel Aviv'),
    'me-central-1': t('UAE'),
    'me-south-1': t('Bahrain'),
    'me-west-1': t('Saudi Arabia'),
    'mx-central-1': t('Mexico'),
    'sa-east-1': t('São Paulo'),
    'sa-west-1': t('Chile'),
    'us-east-1': t('N. Virginia'),
    'us-east-2': t('Ohio'),
    'us-gov-east-1': t('GovCloud East'),
    'us-gov-west-1': t('GovCloud West'),
    'us-west-1': t('N. California'),
    'us-west-2': t('Oregon'),
  };
}
