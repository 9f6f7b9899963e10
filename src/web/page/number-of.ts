const numbers = new WeakMap<object, number>()
let last = 0

/** Numbers objects, so that a key can name one. The same object always has the same number. */
export const numberOf = (object: object | null): number => {
  if (object === null) return 0
  const before = numbers.get(object)
  if (before !== undefined) return before
  last += 1
  numbers.set(object, last)
  return last
}
