# ruff: noqa: E501  (a program stands in one string)
"""VBScript programs and the lines that they say (`Say` is a function of the page), by Microsoft's language reference."""

from __future__ import annotations

PROGRAMS: dict[str, tuple[str, str]] = {
    "variables of a procedure are its own": (
        "x = 1\nSub Change\nDim x\nx = 2\nEnd Sub\nChange\nSay x\n",
        "1",
    ),
    "names have no letter case": ("Dim Total\nTOTAL = 3\ntotal = total + 1\nsay ToTaL\n", "4"),
    "an undeclared variable of a procedure is its own": (
        "Sub A\nz = 5\nEnd Sub\nA\nSay IsEmpty(z)\n",
        "True",
    ),
    "Option Explicit": (
        "Option Explicit\nDim a\na = 1\nOn Error Resume Next\nb = 2\nSay Err.Number\nSay a\n",
        "500\n1",
    ),
    "a procedure may use what is declared below it": (
        "Say F(2)\nFunction F(n)\nF = n * factor\nEnd Function\nDim factor\n",
        "0",
    ),
    "constants": (
        'Const A = 3, B = "x"\nOn Error Resume Next\nA = 4\nSay A & B & " " & Err.Number\n',
        "3x 501",
    ),
    "an If of one line": (
        "If True Then Say 1 : Say 2 Else Say 3\nIf False Then Say 4 Else Say 5 : Say 6\nIf True Then Say 7 End If\n",
        "1\n2\n5\n6\n7",
    ),
    "an If of one line in an If of one line": (
        "If True Then If False Then Say 1 Else Say 2\nSay 3\n",
        "2\n3",
    ),
    "a block If": (
        'x = 2\nIf x = 1 Then\n Say "one"\nElseIf x = 2 Then\n Say "two"\nElse\n Say "more"\nEnd If\n',
        "two",
    ),
    "Select Case": (
        'For i = 1 To 4\nSelect Case i\nCase 1, 2\nSay "low"\nCase 3: Say "three"\nCase Else\nSay "else"\nEnd Select\nNext\n',
        "low\nlow\nthree\nelse",
    ),
    "Select Case of texts": ('Select Case LCase("B")\n Case "a" Say 1\n Case "b" : Say 2\nEnd Select\n', "2"),
    "For with Step": ("For i = 10 To 1 Step -3\nSay i\nNext\nSay i\n", "10\n7\n4\n1\n-2"),
    "For of fractions": ("For i = 0 To 1 Step 0.5\nSay i\nNext\n", "0\n0.5\n1"),
    "For that never runs": ("For i = 2 To 1\nSay i\nNext\nSay i\n", "2"),
    "the end of a For is reckoned once": ("n = 2\nFor i = 1 To n\nn = 5\nSay i\nNext\n", "1\n2"),
    "Exit For leaves the inner one": (
        "For i = 1 To 2\nFor j = 1 To 3\nIf j = 2 Then Exit For\nSay i & j\nNext\nNext\n",
        "11\n21",
    ),
    "For Each": ('For Each x In Array("a", "b")\nSay x\nNext\n', "a\nb"),
    "Do loops of every kind": (
        "i = 0\nDo While i < 1\ni = i + 1\nLoop\nDo Until i = 3\ni = i + 1\nLoop\nDo\ni = i + 1\nLoop While i < 5\n"
        "Do\ni = i + 1\nLoop Until i >= 7\nDo\ni = i + 1\nIf i = 9 Then Exit Do\nLoop\nWhile i < 11\ni = i + 1\nWend\nSay i\n",
        "11",
    ),
    "parameters by reference": (
        "Sub Twice(n)\nn = n * 2\nEnd Sub\na = 4\nTwice a\nSay a\nCall Twice(a)\nSay a\n",
        "8\n16",
    ),
    "parameters by value": (
        "Sub Twice(ByVal n)\nn = n * 2\nEnd Sub\na = 4\nTwice a\nSay a\n",
        "4",
    ),
    "brackets make a value of an argument": (
        "Sub Twice(n)\nn = n * 2\nEnd Sub\na = 4\nTwice (a)\nTwice(a)\nSay a\n",
        "4",
    ),
    "an element by reference": ("Sub Up(n)\nn = n + 1\nEnd Sub\nDim a(2)\nUp a(1)\nUp a(1)\nSay a(1)\n", "2"),
    "brackets that belong to the first argument": (
        "Sub Both(a, b)\nSay a & b\nEnd Sub\nBoth (1 + 2) * 2, 3\n",
        "63",
    ),
    "a function that calls itself": (
        "Function Fact(n)\nIf n < 2 Then\nFact = 1\nElse\nFact = n * Fact(n - 1)\nEnd If\nEnd Function\nSay Fact(10)\n",
        "3628800",
    ),
    "a function without a result": (
        "Function F()\nEnd Function\nSay IsEmpty(F())\nSay IsEmpty(F)\n",
        "True\nTrue",
    ),
    "a function's name is its variable": (
        "Function F(n)\nF = 1\nF = F + n\nIf n > 5 Then Exit Function\nF = F * 10\nEnd Function\nSay F(1)\nSay F(6)\n",
        "20\n7",
    ),
    "a function that shadows one of the language": (
        'Function Len(x)\nLen = "mine"\nEnd Function\nSay Len("abc")\n',
        "mine",
    ),
    "too few arguments": ("Sub A(x, y)\nEnd Sub\nOn Error Resume Next\nA 1\nSay Err.Number\n", "450"),
    "arrays are copied": ("Dim a(1)\na(0) = 1\nb = a\nb(0) = 2\nSay a(0) & b(0)\n", "12"),
    "arrays given by reference are not": (
        "Sub Fill(a)\na(0) = 9\nEnd Sub\nSub Copy(ByVal a)\na(0) = 7\nEnd Sub\nDim x(1)\nFill x\nCopy x\nSay x(0)\n",
        "9",
    ),
    "arrays of two dimensions": (
        'Dim m(1, 2)\nm(1, 2) = "x"\nSay m(1, 2) & UBound(m, 1) & UBound(m, 2)\n',
        "x12",
    ),
    "arrays in arrays": ("a = Array(1, Array(2, 3))\nSay a(1)(0)\n", "2"),
    "ReDim Preserve": (
        "Dim a()\nReDim a(1)\na(0) = 1\nReDim Preserve a(3)\nSay a(0) & UBound(a)\nReDim a(0)\nSay IsEmpty(a(0))\n",
        "13\nTrue",
    ),
    "ReDim of a fixed array": ("Dim a(1)\nOn Error Resume Next\nReDim a(5)\nSay Err.Number\n", "10"),
    "Erase": (
        "Dim a(1)\na(0) = 1\nErase a\nSay IsEmpty(a(0))\nDim b()\nReDim b(2)\nErase b\nOn Error Resume Next\nx = UBound(b)\nSay Err.Number\n",
        "True\n9",
    ),
    "beyond an array": (
        "Dim a(1)\nOn Error Resume Next\na(2) = 1\nSay Err.Number & Err.Description\n",
        "9インデックスが有効範囲にありません。",
    ),
    "On Error Resume Next goes on behind the statement": (
        'On Error Resume Next\nSay 1\nx = 1 / 0\nSay Err.Number & " " & Err.Description\nErr.Clear\nSay Err.Number\n',
        "1\n11 0 で除算しました。\n0",
    ),
    "On Error GoTo 0": (
        "Sub A\nOn Error Resume Next\nx = 1 / 0\nOn Error GoTo 0\nx = 1 / 0\nSay 1\nEnd Sub\nOn Error Resume Next\nA\nSay Err.Number\n",
        "11",
    ),
    "an error in a procedure goes to its caller": (
        'Sub A\nx = 1 / 0\nSay "not here"\nEnd Sub\nOn Error Resume Next\nA\nSay Err.Number\n',
        "11",
    ),
    "an error in a condition goes on inside": (
        'On Error Resume Next\nIf 1 / 0 Then\nSay "inside"\nEnd If\nSay Err.Number\n',
        "inside\n11",
    ),
    "Err.Raise": (
        'On Error Resume Next\nErr.Raise 5, "me", "words"\nSay Err.Number & Err.Source & Err.Description\n'
        "Err.Raise vbObjectError + 1\nSay Hex(Err.Number)\nErr.Raise &H80070005\nSay Err\n",
        "5mewords\n80040001\n-2147024891",
    ),
    "a class": (
        "Class Person\nPublic Name\nPrivate age_\nPublic Property Get Age\nAge = age_\nEnd Property\n"
        "Public Property Let Age(value)\nIf value < 0 Then Err.Raise 5\nage_ = value\nEnd Property\n"
        'Private Sub Class_Initialize\nName = "nobody"\nage_ = 1\nEnd Sub\n'
        "Public Function Older(years)\nOlder = Me.Age + years\nEnd Function\nEnd Class\n"
        'Set p = New Person\nSay p.Name & p.Age\np.name = "Taro"\np.Age = 30\nSay p.Name & p.Older(5) & TypeName(p)\n'
        "On Error Resume Next\nSay p.age_\nSay Err.Number\n",
        "nobody1\nTaro35Person\n438",
    ),
    "a default property and a property with an index": (
        "Class Bag\nDim items(3)\nPublic Default Property Get Item(i)\nItem = items(i)\nEnd Property\n"
        "Public Property Let Item(i, value)\nitems(i) = value\nEnd Property\nEnd Class\n"
        'Set b = New Bag\nb.Item(1) = "x"\nb(2) = "y"\nSay b(1) & b.Item(2)\n',
        "xy",
    ),
    "objects are shared": (
        "Class C\nPublic v\nEnd Class\nSet a = New C\nSet b = a\nb.v = 3\nSay a.v & (a Is b)\nSet b = Nothing\nSay b Is Nothing\n",
        "3True\nTrue",
    ),
    "With": (
        "Class C\nPublic a, b\nEnd Class\nSet x = New C\nWith x\n.a = 1\n.b = .a + 1\nSay .a & .b\nSay .b\nEnd With\n",
        "12\n2",
    ),
    "Set needs an object": (
        "On Error Resume Next\nSet x = 5\nSay Err.Number\nx = Nothing\nSay Err.Number\n",
        "424\n91",
    ),
    "a dictionary": (
        'Set d = CreateObject("Scripting.Dictionary")\nd.Add "a", 1\nd("b") = 2\nd.Item("c") = 3\n'
        'Say d.Count & d("a") & d.Exists("b") & d.Exists("B")\nFor Each k In d\nSay k\nNext\nd.Remove "a"\n'
        'Say Join(d.Keys, ",") & Join(d.Items(), ",")\nOn Error Resume Next\nd.Add "b", 1\nSay Err.Number\n',
        "31TrueFalse\na\nb\nc\nb,c2,3\n457",
    ),
    "a regular expression": (
        'Set r = New RegExp\nr.Pattern = "(\\d+)-(\\d+)"\nr.Global = True\nSay r.Test("12-34")\n'
        'For Each m In r.Execute("1-2 3-4")\nSay m.Value & m.SubMatches(1) & m.FirstIndex\nNext\nSay r.Replace("1-2", "$2-$1")\n',
        "True\n1-220\n3-444\n2-1",
    ),
    "GetRef, Execute, ExecuteGlobal, Eval": (
        'Function Twice(n)\nTwice = n * 2\nEnd Function\nSet f = GetRef("twice")\nSay f(4)\nExecute "y = 5 : Say y"\n'
        'ExecuteGlobal "Function G : G = 7 : End Function"\nSay G\nSay Eval("y + 1")\n',
        "8\n5\n7\n6",
    ),
    "comments as in other languages": (
        '// before\nx = "http://a" // behind\nIf x = "" Then // nothing\n//Say "commented out"\nElse\nSay x\nEnd If\n',
        "http://a",
    ),
    "continued lines, colons and comments": (
        'x = 1 + _\n 2 : y = x \' comment\nRem another : x = 9\nSay x _\n & y\n: : Say "\'"""\n',
        "33\n'\"",
    ),
    "marks of HTML around a script": ("<!--\nSay 1\n-->\n", "1"),
    "names in brackets, in Japanese, and words of the language": (
        "[a b] = 1\n金額 = 2\nErr.Clear\nStep = 4\nSay [a b] & 金額 & Step\n",
        "124",
    ),
    "dates reckon as numbers": (
        "d = DateSerial(2024, 2, 28)\nFor i = 1 To 2\nd = d + 1\nNext\nSay d\nSay d - DateSerial(2024, 1, 1)\n",
        "2024/03/01\n60",
    ),
    "message boxes answer as somebody who agrees": (
        'If MsgBox("go on?", vbYesNo) = vbYes Then Say "yes"\nSay MsgBox("x")\nSay MsgBox("x", vbOKCancel + vbQuestion)\n'
        'Say InputBox("name", "title", "usual")\n',
        "yes\n1\n1\nusual",
    ),
    "Rnd is VBScript's own sequence": (
        "Say Int(Rnd * 1000)\nSay Int(Rnd * 1000)\nx = Rnd(-1)\nRandomize 5\na = Rnd\nx = Rnd(-1)\nRandomize 5\nSay a = Rnd\n",
        "705\n533\nTrue",
    ),
    "an array that a function gives": (
        "Function F\nF = Array(4, 5)\nEnd Function\nSay F()(1)\nx = F\nSay x(0)\n",
        "5\n4",
    ),
    "Call with and without brackets": (
        "Sub A\nSay 1\nEnd Sub\nSub B(x)\nSay x\nEnd Sub\nA\nCall A\nCall A()\nA()\nCall B(2)\n",
        "1\n1\n1\n1\n2",
    ),
    "a Sub without brackets or arguments in a class": (
        'Class C\nSub Hello\nSay "hello"\nWorld\nEnd Sub\nPrivate Sub World\nSay "world"\nEnd Sub\nEnd Class\nSet c1 = New C\nc1.Hello\n',
        "hello\nworld",
    ),
    "carriage returns alone end lines": ("x = 1\rSay x\r\nSay 2\r", "1\n2"),
    "For Each leaves its variable": (
        "For Each v In Array(1, 2, 3)\nIf v = 2 Then Exit For\nNext\nSay v\n",
        "2",
    ),
    "a Do inside a For": ("For i = 1 To 2\nDo\nIf True Then Exit For\nLoop\nNext\nSay i\n", "1"),
    "a Dim of several, arrays among them": (
        "Dim a, b(2), c\nb(2) = 1\nc = b(2)\nSay IsEmpty(a) & UBound(b) & c\n",
        "True21",
    ),
    "Property Set": (
        "Class C\nPrivate o_\nProperty Set Other(value)\nSet o_ = value\nEnd Property\nProperty Get Other\nSet Other = o_\nEnd Property\n"
        "Public v\nEnd Class\nSet a = New C\nSet b = New C\nb.v = 8\nSet a.Other = b\nSay a.Other.v\n",
        "8",
    ),
    "a stack that overflows": ("Sub A\nA\nEnd Sub\nOn Error Resume Next\nA\nSay Err.Number\n", "28"),
}

# What cannot be read, with the line that is named.
UNREADABLE: dict[str, int] = {
    "x = 1\nx = (1 + \n": 2,
    "Sub A\nx = 1\n": 3,
    'x = "open\n': 1,
    "If x Then\nEnd Sub\n": 2,
    "Say 1\nx == 2\n": 2,
    "For i = 1 10\nNext\n": 1,
    "Select x\nEnd Select\n": 1,
    "Class C\nx = 1\nEnd Class\n": 2,
    "On Error GoTo handler\n": 1,
}
