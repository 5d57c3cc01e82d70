# What programs for Windows find: Wine's Windows of $folder, or of $WINDOWS_PREFIX where that is set, in Japanese.
export WINEPREFIX="${WINDOWS_PREFIX:-$folder/prefix}" HOME="$folder/home" WINEDEBUG=-all
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
export LOCPATH="$folder/locale" LANG=ja_JP.UTF-8
unset LC_ALL DISPLAY WAYLAND_DISPLAY
