# What programs for Windows find: Wine's Windows of $folder, in Japanese.
export WINEPREFIX="$folder/prefix" HOME="$folder/home" WINEDEBUG=-all
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
export LOCPATH="$folder/locale" LANG=ja_JP.UTF-8
unset LC_ALL DISPLAY WAYLAND_DISPLAY
