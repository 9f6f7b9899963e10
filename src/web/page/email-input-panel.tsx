import type { JSX } from 'preact'

type Props = {
  id: string
  value: string
  /** The ids of the texts that explain the field. */
  describedBy?: string | undefined
  isInvalid?: boolean
  /** False on pages where somebody types the address of another person. */
  isOwn?: boolean
}

/**
 * Takes an email address. A text field, because browsers refuse valid addresses in fields for email, such as those
 * with letters of other scripts. The server checks what was typed.
 */
export const EmailInput = ({
  id,
  value,
  describedBy,
  isInvalid = false,
  isOwn = true,
}: Props): JSX.Element => (
  <input
    id={id}
    name="address"
    dir="ltr"
    type="text"
    inputmode="email"
    autocomplete={isOwn ? 'email' : 'off'}
    autocapitalize="none"
    spellcheck={false}
    required
    value={value}
    {...(describedBy ? { 'aria-describedby': describedBy } : {})}
    {...(isInvalid ? { 'aria-invalid': 'true' as const } : {})}
  />
)
