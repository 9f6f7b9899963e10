/** Written in front of addresses by Jekyll and Hugo: the address of the site. */
const SITE_ADDRESS = /^\s*\{\{-?\s*(?:site\.(?:baseurl|url)|\.?Site\.BaseURL)\s*-?\}\}/i

/** Jekyll's `{{ "/images/x.jpg" | relative_url }}` and its kin. */
const FILTERED_ADDRESS =
  /^\s*\{\{-?\s*["']([^"']+)["']\s*\|\s*(?:relative_url|absolute_url|relURL|absURL)\b[^}]*\}\}\s*$/i

export const PICTURE_ENDING = /\.(svg|jpe?g|png|webp|avif|gif)$/i

export const picturePath = (file: string): string => `/pictures/${encodeURIComponent(file)}`

/**
 * Returns the file's name in the newsroom's folder of pictures. Folders in the address are left out, because
 * authors write `x.jpg`, `../images/x.jpg`, `/pictures/x.jpg` or `/assets/2024/05/x.jpg` for the same file.
 * Returns null for an address on another site, and for a file that is no picture.
 */
export const pictureFile = (address: string): string | null => {
  const plain = withoutSite(address).trim()
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/|\\)/i.test(plain)) return null
  const decoded = decodeAddress(plain.replace(/[?#].*$/s, ''))
  const file = decoded?.split('/').at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: such a name is refused.
  if (file.startsWith('.') || /[\\\u0000-\u001f\u007f]/.test(file)) return null
  return PICTURE_ENDING.test(file) ? file : null
}

/** Finds the picture of an `<img>`. Pages that load pictures late have the address in other attributes. */
export const findPicture = (attributes: Record<string, string>): { file: string | null; address: string } => {
  const { src = '', srcset = '' } = attributes
  const addresses = [src, attributes['data-src'] ?? '', srcset.trim().split(/[\s,]/)[0] ?? '']
  const address = addresses.find((each) => pictureFile(each) !== null) ?? addresses.find(Boolean) ?? ''
  return { file: pictureFile(address), address }
}

/** Takes away the templates that stand for the site's own address. */
export const withoutSite = (address: string): string =>
  address.replace(FILTERED_ADDRESS, '$1').replace(SITE_ADDRESS, '')

const decodeAddress = (address: string): string | null => {
  try {
    return decodeURIComponent(address)
  } catch {
    return null
  }
}
