import { Box, Button, TextField } from '@shopify/polaris'
import { useState } from 'react'
import { isCurrency } from '#app/domain/money.ts'

/** Adds a currency, typed as its ISO 4217 code, to those that have fields already. */
export function AddCurrency(props: {
  /** Where the page has several of these. */
  readonly id?: string
  readonly taken: readonly string[]
  readonly isDisabled: boolean
  readonly onAdd: (currency: string) => void
}) {
  const { id, taken, isDisabled, onAdd } = props
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const add = () => {
    const currency = code.trim().toUpperCase()
    const problem = !isCurrency(currency)
      ? 'Enter a code like EUR.'
      : taken.includes(currency)
        ? `${currency} is there already.`
        : undefined
    setError(problem)
    if (problem !== undefined) return
    setCode('')
    onAdd(currency)
  }
  return (
    <Box maxWidth="320px">
      <TextField
        label="Another currency"
        value={code}
        onChange={setCode}
        maxLength={4}
        autoComplete="off"
        disabled={isDisabled}
        placeholder="EUR"
        connectedRight={
          <Button disabled={isDisabled || code.trim() === ''} onClick={add}>
            Add
          </Button>
        }
        {...(id === undefined ? {} : { id })}
        {...(error === undefined ? {} : { error })}
      />
    </Box>
  )
}
