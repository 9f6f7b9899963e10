import type { FormValues } from './form/form-values.ts'

/** Carries a typed campaign through a page that does not show it. */
export const TypedFields = ({ typed }: { typed: FormValues }) => (
  <>
    {Object.entries(typed).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
)
