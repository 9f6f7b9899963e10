/** Fields of an article, each with its names at Jekyll, Hugo and others. The first name found counts. */
export const FIELD_NAMES = {
  title: ['title'],
  summary: ['summary', 'description', 'excerpt'],
  language: ['language', 'lang', 'locale'],
  section: ['section', 'category', 'categories'],
  authors: ['authors', 'author'],
  published: ['published', 'date', 'publishDate', 'pubDate'],
  updated: ['updated', 'lastmod', 'last_modified_at', 'modified', 'updatedDate'],
  tags: ['tags'],
  sensitive: ['sensitive'],
  appeal: ['appeal'],
  draft: ['draft'],
  picture: ['picture', 'image', 'cover', 'featured_image'],
} as const

export type FieldName = keyof typeof FIELD_NAMES

/** Fields of Jekyll and Hugo that only say how or where they show an article. */
const FOREIGN = new Set([
  ...['layout', 'permalink', 'slug', 'url', 'type', 'weight', 'id', 'aliases', 'redirect_from', 'menu'],
  ...['comments', 'comment', 'toc', 'math', 'pin', 'featured', 'sitemap', 'robots', 'keywords', 'classes'],
  ...['header', 'render_with_liquid', 'markup', 'outputs', 'cascade', 'params', 'template', 'ref', 'guid'],
  ...['published_at', 'disqus', 'share', 'related', 'noindex', 'canonical', 'theme'],
])

/** Fields by which other sites keep an article from readers: Pelican, WordPress and others, with their values. */
const HIDING: Readonly<Record<string, readonly string[]>> = {
  status: ['draft', 'hidden', 'private', 'pending', 'trash'],
  post_status: ['draft', 'hidden', 'private', 'pending', 'trash'],
  visibility: ['private', 'hidden', 'draft'],
  private: ['true', 'yes', 'on'],
  hidden: ['true', 'yes', 'on'],
}

/** Returns true if the author kept the article from readers by this field of another site. */
export const isHiding = (name: string, value: string): boolean =>
  HIDING[name.toLowerCase()]?.includes(value.trim().toLowerCase()) ?? false

/** Fields that take an article away on a day. We would show what its author took away. */
export const isExpiry = (name: string): boolean =>
  /^(?:expiry|expires?|unpublish)_?(?:date|on|at)?$/i.test(name)

const KNOWN: readonly string[] = Object.values(FIELD_NAMES).flat()

/** Finds the field that was probably meant. A mistyped `sensitive` must not show an appeal under a death. */
export const findMeant = (name: string): string | null => {
  if (FOREIGN.has(name)) return null
  const isNear = (known: string) =>
    known !== name &&
    (known.toLowerCase() === name.toLowerCase() ||
      distance(known.toLowerCase(), name.toLowerCase()) <= (known.length > 5 ? 2 : 1))
  return KNOWN.includes(name) ? null : (KNOWN.find(isNear) ?? null)
}

/** Returns true for a field that is neither known nor about the looks of another site. */
export const isUnknown = (name: string): boolean => !KNOWN.includes(name) && !FOREIGN.has(name)

/** Counts the letters to add, remove or replace. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [column, against] of [...other].entries())
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (row[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + (letter === against ? 0 : 1),
        ),
      )
    row = next
  }
  return row[other.length] ?? 0
}
