/** One page of a long list. */
export type ListPart<Item> = { items: Item[]; page: number; pages: number }

export const LIST_LENGTH = 20

type Lengths = { first: number; later: number }

/** Cuts a list into pages. The first may be longer than later ones. Returns null if there is no such page. */
export const listPart = <Item>(
  items: readonly Item[],
  page: number,
  { first, later }: Lengths = { first: LIST_LENGTH, later: LIST_LENGTH },
): ListPart<Item> | null => {
  const pages = 1 + Math.max(0, Math.ceil((items.length - first) / later))
  if (!Number.isInteger(page) || page < 1 || page > pages) return null
  const start = page === 1 ? 0 : first + (page - 2) * later
  return { items: items.slice(start, page === 1 ? first : start + later), page, pages }
}

/** Reads the page's number out of an address. The first has no number, so that each page has one address. */
export const pageNumber = (text: unknown): number => {
  if (text === undefined) return 1
  return typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN
}

export const partPath = (list: string, page: number): string => (page === 1 ? list : `${list}?page=${page}`)

/** The addresses of the pages before and after. */
export const neighboursOf = (list: string, { page, pages }: ListPart<unknown>) => ({
  previous: page > 1 ? partPath(list, page - 1) : null,
  next: page < pages ? partPath(list, page + 1) : null,
})
