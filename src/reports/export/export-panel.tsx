import { decimalSignOf, type Language, sayIn } from '../../messages/messages.ts'
import { parametersOf, type QueryPart } from '../periods/report-query.ts'
import { DECIMALS, SEPARATORS } from './csv-format.ts'

type Props = {
  /** The address of the table, such as `/staff/reports/income.csv`. */
  path: string
  query: QueryPart
  /** The tables to choose from. The first is the usual one. */
  tables?: readonly ExportTable[] | undefined
  /** Replaces `Download as CSV`. */
  title?: string
  /** Further choices of this table. */
  choices?: readonly ExportChoice[]
}

/** The value of the parameter `table`, and its name on the page. */
export type ExportTable = readonly [value: string, text: string]

// Spreadsheets of countries with a decimal comma read semicolons between cells.
const usualIn = (language: Language): readonly [string, string] =>
  decimalSignOf(language) === ',' ? ['semicolon', 'comma'] : ['comma', 'point']

/** Downloads a table as CSV, in the form that one's spreadsheet reads. Only for the role `finance`. */
export const ExportPanel = ({ path, query, tables = [], title, choices = [] }: Props) => {
  const { language } = query
  const say = sayIn(language)
  const [separator, decimal] = usualIn(language)
  return (
    <details class="export">
      <summary>{title ?? say('reports.csv')}</summary>
      <form action={path} method="get">
        {parametersOf(query).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {tables.length > 0 ? (
          <Choice name="table" label={say('export.table')} options={tables} usual={tables[0]?.[0]} />
        ) : null}
        {choices.map((each) => (
          <Choice key={each.name} {...each} />
        ))}
        <Choice
          name="separator"
          label={say('export.separator')}
          options={SEPARATORS.map((each) => [each, say(`export.separator.${each}`)])}
          usual={separator}
        />
        <Choice
          name="decimal"
          label={say('export.decimal')}
          options={DECIMALS.map((each) => [each, say(`export.decimal.${each}`)])}
          usual={decimal}
        />
        <Choice
          name="header"
          label={say('export.header')}
          options={[
            ['on', say('export.header.on')],
            ['off', say('export.header.off')],
          ]}
          usual="on"
        />
        <Choice
          name="bom"
          label={say('export.bom')}
          options={[
            ['on', say('export.bom.on')],
            ['off', say('export.bom.off')],
          ]}
          usual="on"
        />
        <button type="submit" class="secondary">
          {say('export.download')}
        </button>
      </form>
      <p class="hint">{say('export.hint')}</p>
    </details>
  )
}

type Option = readonly [value: string, text: string]

export type ExportChoice = {
  name: string
  label: string
  options: readonly Option[]
  usual: string | undefined
}

const Choice = ({ name, label, options, usual }: ExportChoice) => (
  <label>
    {label}
    <select name={name}>
      {options.map(([value, text]) => (
        <option key={value} value={value} selected={value === usual}>
          {text}
        </option>
      ))}
    </select>
  </label>
)
