Function FromSource
  FromSource = "日本"
End Function
order.push "source"
