import { ComponentType, HashAlgorithm } from '@cyclonedx/cyclonedx-library/Enums';
import {
  Bom,
  Component,
  HashDictionary,
  LicenseRepository,
  Metadata,
  SpdxLicense,
} from '@cyclonedx/cyclonedx-library/Models';
import { JSON as CycloneDx, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';
import type { BundledPackage } from './bundledPackages.ts';

/** The parts of an extension's `package.json` that a bill of materials needs. */
export interface Extension {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** The packages that the sources import. All are bundled, so there are no other dependencies. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The packages in an extension's bundles, as CycloneDX JSON without a serial number or a time (https://cyclonedx.org). */
export function billOfMaterials(extension: Extension, packages: readonly BundledPackage[]): string {
  const { publisher, name, version } = extension;
  const purl = `pkg:vscode-extension/${publisher}/${name}@${version}`;
  const component = componentOf(ComponentType.Application, extension, { purl });
  const components = new Map(packages.map((bundled) => [bundled, packageComponent(bundled)]));
  const add = (to: Component, names: Readonly<Record<string, string>>): void => {
    for (const [bundled, { bomRef }] of components)
      if (Object.hasOwn(names, bundled.name)) to.dependencies.add(bomRef);
  };
  add(component, extension.devDependencies);
  for (const [{ dependencies }, one] of components) add(one, dependencies);
  const bom = new Bom({ metadata: new Metadata({ component }) });
  for (const one of components.values()) bom.components.add(one);
  const serializer = new JsonSerializer(new CycloneDx.Normalize.Factory(Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function packageComponent(bundled: BundledPackage): Component {
  const { name, version, sha512 } = bundled;
  // https://github.com/package-url/purl-spec spells the @ of a scope as %40 and keeps the slash after it.
  const purl = `pkg:npm/${encodeURIComponent(name).replace('%2F', '/')}@${encodeURIComponent(version)}`;
  const hashes = new HashDictionary([[HashAlgorithm['SHA-512'], sha512]]);
  return componentOf(ComponentType.Library, bundled, { purl, hashes });
}

function componentOf(
  type: ComponentType,
  { name, version, license }: Pick<BundledPackage, 'name' | 'version' | 'license'>,
  { purl, hashes }: { readonly purl: string; readonly hashes?: HashDictionary },
): Component {
  const licenses = new LicenseRepository([new SpdxLicense(license)]);
  const properties = { version, licenses, purl, bomRef: purl, ...(hashes ? { hashes } : {}) };
  const [, group, ownName = name] = /^(@[^/]+)\/(.+)$/u.exec(name) ?? [];
  return new Component(type, ownName, group === undefined ? properties : { ...properties, group });
}
